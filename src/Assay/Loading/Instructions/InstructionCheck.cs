using System.Collections.Concurrent;
using Assay.Binaries;
using Assay.Primitives;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Loading.Instructions;

/// <summary>
/// What a target's processor lacks, and the files that were looked at for it; shared by all processes of a target. Code is only looked at where something is lacking that compilers make use of
/// when they are told to: where the processor has all of x86-64-v4 there is nothing to look for.
/// </summary>
internal sealed class InstructionCheck
{
    private const int HighestLevel = 4;

    private readonly ConcurrentDictionary<BinaryImage, FileInstructions> files = new();
    private readonly CpuFeatures lacking;
    private readonly NoteStore? notes;

    private InstructionCheck(CpuFeatures lacking, NoteStore? notes)
    {
        this.lacking = lacking;
        this.notes = notes;
    }

    /// <summary>The check for a target, or null where nothing is known of its processor or nothing that matters is lacking.</summary>
    /// <param name="target">The target.</param>
    /// <param name="notes">What earlier runs found out; null for nothing.</param>
    public static InstructionCheck? For(Target target, NoteStore? notes)
    {
        if (target.Features is not { } has) return null;
        return target.Architecture switch
        {
            Architecture.X86_64 when CpuLevel.NumberOf(has) < HighestLevel => new InstructionCheck(All(isArm: false) - has, notes),
            Architecture.Arm64 or Architecture.Arm64E => new InstructionCheck(All(isArm: true) - has, notes),
            _ => null,
        };
    }

    /// <summary>What is known of a file.</summary>
    /// <param name="image">The file.</param>
    public FileInstructions Of(BinaryImage image) => files.GetOrAdd(image, static (each, check) => new FileInstructions(each, check.lacking, check.notes), this);

    /// <summary>Keeps what was found out for later runs.</summary>
    public void Keep()
    {
        foreach (FileInstructions file in files.Values) file.Keep();
    }

    private static CpuFeatures All(bool isArm) => new([.. Enum.GetValues<CpuFeature>().Where(feature => CpuFeatureNames.IsArm(feature) == isArm)]);
}
