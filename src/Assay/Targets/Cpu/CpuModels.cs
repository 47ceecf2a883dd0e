using System.Collections.Immutable;

namespace Assay.Targets.Cpu;

/// <summary>The models that a target's processor can be: one on a machine that was asked, all that go by a name, or those of its large and small cores.</summary>
/// <param name="Text">Their written forms with blanks between them, so that equal ones compare equal.</param>
/// <param name="Brand">The name on the box, where CPUID was asked for it; or null.</param>
public sealed record CpuModels(string Text, string? Brand = null)
{
    private const int Most = 64;

    /// <summary>The models, each once; what cannot be read is left out.</summary>
    public ImmutableArray<CpuModel> All => [.. Text.Split(' ', Most, StringSplitOptions.RemoveEmptyEntries).Select(CpuModel.Parse).OfType<CpuModel>().Distinct()];

    /// <summary>Some models.</summary>
    /// <param name="models">The models.</param>
    /// <param name="brand">The name on the box, or null.</param>
    /// <returns>Null for none.</returns>
    public static CpuModels? Of(IEnumerable<CpuModel> models, string? brand = null) => string.Join(' ', models) is { Length: > 0 } text ? new CpuModels(text, brand) : null;

    /// <summary>Those of <c>/proc/cpuinfo</c>: cores of two kinds are two models.</summary>
    /// <param name="file">The file, which under an emulator may be that of another architecture.</param>
    /// <param name="isArm">True on Arm.</param>
    internal static CpuModels? OfFile(CpuInfoFile file, bool isArm)
    {
        if (!isArm)
            return file.Text("vendor_id") is { } maker && int.TryParse(file.Text("cpu family"), out int family) && int.TryParse(file.Text("model"), out int model) ? Of([new CpuModel(maker, family, model)], file.Text("model name")) : null;
        return file.Distinct("CPU implementer").ToArray() is [var implementer] ? Of(file.Distinct("CPU part").Take(Most).Select(part => CpuModel.Parse($"{implementer}/{part}")).OfType<CpuModel>()) : null;
    }
}
