using Assay.Packaging;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>An environment of a Python that is not there: its tag or its version says what it would be, and all it has is one folder of packages.</summary>
internal static class ImaginedPython
{
    /// <summary>Makes one with nothing installed.</summary>
    /// <param name="machine">The machine that has the packages.</param>
    /// <param name="version">The version.</param>
    /// <param name="implementation"><c>cpython</c> or <c>pypy</c>.</param>
    /// <param name="flags">The ABI flags: <c>t</c> for a free-threaded build.</param>
    /// <param name="target">Where it runs.</param>
    public static PythonEnvironment Of(IMachine machine, PythonVersion version, string implementation, string flags, Target target)
    {
        InterpreterFacts facts = new() { Os = target.Os, Libc = target.Libc, AbiFlags = flags, Implementation = implementation, Architectures = [target.Architecture] };
        return new PythonEnvironment
        {
            Machine = machine,
            Path = WheelLayout.Site,
            Kind = EnvironmentKind.BareSitePackages,
            IsFragment = true,
            Version = version,
            Implementation = implementation,
            AbiFlags = flags,
            Os = target.Os,
            Libc = target.Libc,
            Architectures = facts.Architectures,
            ExtensionSuffixes = ExtensionSuffixTable.For(machine, facts, version, null),
            ModulePath = [WheelLayout.Site],
            SiteDirectories = [WheelLayout.Site],
        };
    }
}
