using Assay.Environments;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>An environment of a Python that is not there: what markers and rules ask of one, and nothing installed.</summary>
internal static class PythonStandIn
{
    /// <summary>A patch version that stands for the last one there will be.</summary>
    public const int LastMicro = 99;

    /// <summary>The oldest Python that still gets fixes: what is meant where nothing names one.</summary>
    public static PythonBuild OldestKept => new(3, 10, LastMicro);

    /// <summary>Makes one.</summary>
    /// <param name="python">The Python.</param>
    /// <param name="target">Where it runs.</param>
    /// <param name="machine">The machine its packages are on; null for none.</param>
    public static PythonEnvironment Of(PythonBuild python, Target target, IMachine? machine = null) =>
        ImaginedPython.Of(machine ?? new MemoryMachine(), new PythonVersion(python.Major, python.Minor, python.Micro), "cpython", python.IsFreeThreaded ? "t" : "", target);
}
