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
    public static PythonEnvironment Of(PythonBuild python, Target target, IMachine? machine = null)
    {
        machine ??= new MemoryMachine();
        PythonVersion version = new(python.Major, python.Minor, python.Micro);
        string flags = python.IsFreeThreaded ? "t" : "";
        InterpreterFacts facts = new() { Os = target.Os, Libc = target.Libc, AbiFlags = flags, Implementation = "cpython", Architectures = [target.Architecture] };
        return new PythonEnvironment
        {
            Machine = machine,
            Path = Packaging.WheelLayout.Site,
            Kind = EnvironmentKind.BareSitePackages,
            IsFragment = true,
            Version = version,
            AbiFlags = flags,
            Os = target.Os,
            Libc = target.Libc,
            Architectures = [target.Architecture],
            ExtensionSuffixes = ExtensionSuffixTable.For(machine, facts, version, null),
            ModulePath = [Packaging.WheelLayout.Site],
            SiteDirectories = [Packaging.WheelLayout.Site],
        };
    }
}
