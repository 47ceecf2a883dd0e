using System.Collections.Immutable;
using Assay.Blas;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Fixes;

/// <summary>
/// How conda chooses: packages without files of their own (<c>libblas</c> of conda-forge, <c>blas</c> of the defaults) bring the links, and the end of their build string
/// says to what (https://conda-forge.org/docs/maintainer/knowledge_base/#switching-blas-implementation).
/// </summary>
internal static class CondaBlas
{
    // recipe/conda_build_config.yaml and recipe/meta.yaml of https://github.com/conda-forge/blas-feedstock.
    private static readonly (string Name, BlasImplementation Implementation)[] All =
    [
        ("openblas", BlasImplementation.OpenBlas),
        ("mkl", BlasImplementation.Mkl),
        ("blis", BlasImplementation.Blis),
        ("accelerate", BlasImplementation.Accelerate),
        ("newaccelerate", BlasImplementation.Accelerate),
        ("nvpl", BlasImplementation.Nvpl),
        ("netlib", BlasImplementation.Netlib),
    ];

    private static readonly PackedVersion NewAccelerateSince = new(15, 5, 0);

    /// <summary>True when conda keeps the libraries of an environment.</summary>
    public static bool IsFor(FixSituation situation) => situation.Environment.Kind == EnvironmentKind.Conda && !situation.Environment.CondaPackages.IsEmpty;

    /// <summary>The name of an implementation for people.</summary>
    public static string TitleOf(string name) => All.FirstOrDefault(each => each.Name == name) is { Name: not null } found ? BlasLibrary.NameOf(found.Implementation) : name;

    /// <summary>The command that chooses one.</summary>
    public static ImmutableArray<string> Commands(string name, FixSituation situation)
    {
        string place = ShellText.Word(situation.Environment.Prefix ?? situation.Environment.Path);
        bool isPixi = situation.Owner is { Kind: OwnerKind.Pixi, Directory: not null };
        string conda = isPixi ? $"pixi add --manifest-path {ShellText.Word(situation.Owner.Directory!)}" : $"{situation.Owner.CondaProgram} install --prefix {place}";

        // `*accelerate` would take `newaccelerate` as well, whose build string ends alike. The defaults have no libblas: their blas package chooses by its build string.
        return Has(situation, "libblas") || !Has(situation, "blas")
            ? [$"{conda}{(isPixi ? "" : " --channel conda-forge")} \"libblas=*=*{(name == "accelerate" ? "_" : "")}{name}\""]
            : [$"{conda} \"blas=*={name}\""];
    }

    /// <summary>The choices there are for a target.</summary>
    public static IEnumerable<BlasChoice> Choices(FixSituation situation, ImmutableArray<BlasConsumer> callers)
    {
        string? current = Current(situation);
        foreach ((string name, BlasImplementation implementation) in All)
        {
            bool isCurrent = name == current;
            if (!isCurrent && !IsOffered(name, situation)) continue;
            yield return new BlasChoice(implementation, name)
            {
                Commands = isCurrent ? [] : Commands(name, situation),
                IsCurrent = isCurrent,
                IsInstalled = isCurrent,
                Remark = Remark(name),
                Effects = isCurrent ? [] : BlasEffects.Between(callers, (caller, routine) => After(caller, routine, name, implementation)),
            };
        }
    }

    private static string? Current(FixSituation situation)
    {
        CondaPackage? package = situation.Environment.CondaPackages.FirstOrDefault(candidate => candidate.Name == "libblas") ?? situation.Environment.CondaPackages.FirstOrDefault(candidate => candidate.Name == "blas");
        return package?.Build.Split('_')[^1];
    }

    // conda-forge has MKL for x86-64 without macOS, NVPL for Arm servers, and Accelerate where macOS is.
    private static bool IsOffered(string name, FixSituation situation)
    {
        Target target = situation.Target;
        bool isDefaults = !Has(situation, "libblas") && Has(situation, "blas");
        return name switch
        {
            "openblas" => true,
            "mkl" => target.Os != OperatingSystemKind.MacOs && target.Architecture == Architecture.X86_64,
            _ when isDefaults => false,
            "blis" => target is { Os: not OperatingSystemKind.MacOs, Architecture: Architecture.X86_64 },
            "accelerate" => target.Os == OperatingSystemKind.MacOs,
            "newaccelerate" => target.Os == OperatingSystemKind.MacOs && target.OsVersion is { } version && version >= NewAccelerateSince,
            "nvpl" => target is { Os: OperatingSystemKind.Linux, Architecture: Architecture.Arm64 },
            _ => true,
        };
    }

    private static string? Remark(string name) => name switch
    {
        "accelerate" => "products by the old interface of Accelerate, solvers by netlib's LAPACK",
        "newaccelerate" => "needs macOS 15.5 and is younger than the others",
        "blis" => "solvers come from netlib's LAPACK",
        "netlib" => "slow: for tests",
        _ => null,
    };

    // Only callers that ask by the common names follow the choice.
    private static string? After(BlasConsumer caller, string routine, string name, BlasImplementation implementation)
    {
        if (caller.AnswerTo(routine) is not { } answer) return null;
        bool follows = answer.Route is { Steps: [var asked, ..] } && BlasFingerprint.IsGenericName(asked);
        if (!follows) return BlasEffects.Title(answer);
        return name is "accelerate" or "blis" && BlasRoutines.IsLapack(routine) ? $"{BlasLibrary.NameOf(BlasImplementation.Netlib)} above {BlasLibrary.NameOf(implementation)}" : BlasLibrary.NameOf(implementation);
    }

    private static bool Has(FixSituation situation, string package) => situation.Environment.CondaPackages.Any(candidate => candidate.Name == package);
}
