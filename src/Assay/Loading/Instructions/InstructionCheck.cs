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
    private static readonly CpuFeatures X86 = Range(CpuFeature.Sse3, CpuFeature.Tbm);
    private static readonly CpuFeatures Arm64 = Range(CpuFeature.ArmLse, CpuFeature.ArmSme);
    private static readonly CpuFeatures X86Levels = Range(CpuFeature.Sse3, CpuFeature.Avx512vl) - new CpuFeatures(CpuFeature.Lzcnt);

    private readonly ConcurrentDictionary<BinaryImage, FileInstructions> files = new();

    private readonly NoteStore? notes;

    private InstructionCheck(CpuFeatures lacking, NoteStore? notes)
    {
        Lacking = lacking;
        this.notes = notes;
    }

    /// <summary>What the processor lacks.</summary>
    public CpuFeatures Lacking { get; }

    /// <summary>The check for a target, or null where nothing is known of its processor or nothing that matters is lacking.</summary>
    /// <param name="target">The target.</param>
    /// <param name="notes">What earlier runs found out; null for nothing.</param>
    public static InstructionCheck? For(Target target, NoteStore? notes)
    {
        if (target.Features is not { } has) return null;
        return target.Architecture switch
        {
            Architecture.X86_64 when !has.HasAll(X86Levels) => new InstructionCheck(X86 - has, notes),
            Architecture.Arm64 or Architecture.Arm64E => new InstructionCheck(Arm64 - has, notes),
            _ => null,
        };
    }

    /// <summary>What is known of a file.</summary>
    /// <param name="image">The file.</param>
    public FileInstructions Of(BinaryImage image) => files.GetOrAdd(image, static (each, check) => new FileInstructions(each, check.Lacking, check.notes), this);

    /// <summary>Keeps what was found out for later runs.</summary>
    public void Keep()
    {
        foreach (FileInstructions file in files.Values) file.Keep();
    }

    private static CpuFeatures Range(CpuFeature first, CpuFeature last)
    {
        CpuFeatures features = default;
        for (CpuFeature feature = first; feature <= last; feature++) features = features.With(feature);
        return features;
    }
}
