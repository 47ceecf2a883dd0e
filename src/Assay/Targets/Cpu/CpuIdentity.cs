using System.Buffers.Binary;
using System.Text;

namespace Assay.Targets.Cpu;

/// <summary>What CPUID says where it is asked (Intel SDM vol. 2A, CPUID).</summary>
internal sealed class CpuIdentity
{
    private const int OsUsesXsave = 27, IsGuest = 31;

    // Parts of the state that XCR0 switches on (Intel SDM vol. 1, 13.1).
    private static readonly int[] VectorState = [2], WideState = [5, 6, 7], TileState = [17, 18];

    private readonly Func<uint, uint, uint[]> ask;
    private readonly uint last, lastExtended;

    /// <summary>Starts with a way to ask.</summary>
    /// <param name="ask">Takes leaf and sub-leaf, answers EAX, EBX, ECX and EDX.</param>
    public CpuIdentity(Func<uint, uint, uint[]> ask)
    {
        this.ask = ask;
        last = ask(0, 0)[0];
        lastExtended = ask(0x80000000, 0)[0];
        foreach (CpuFeatureRow row in CpuFeatureNames.Rows)
            if (row.CpuId is { } bit && Has(bit)) Announced = Announced.With(row.Feature);
    }

    /// <summary>Every feature whose bit is set, whether or not the system lets it run.</summary>
    public CpuFeatures Announced { get; }

    /// <summary>True when code runs in a virtual machine that says so, or is translated.</summary>
    public bool IsVirtual => (Register(1, 0, 2) >> IsGuest & 1) != 0;

    /// <summary>Who runs the virtual machine, in its own word (<c>KVMKVMKVM</c>); null outside of one.</summary>
    public string? Hypervisor => IsVirtual && Text(ask(0x40000000, 0), 1, 2, 3) is { Length: > 0 } name ? name : null;

    /// <summary>The twelve letters of the maker: <c>GenuineIntel</c>.</summary>
    public string Vendor => Text(ask(0, 0), 1, 3, 2);

    /// <summary>Family and model.</summary>
    public CpuModel Model => CpuModel.OfSignature(Vendor, Register(1, 0, 0));

    /// <summary>The name on the box, or null when it has none.</summary>
    public string? Brand
    {
        get
        {
            if (lastExtended < 0x80000004) return null;
            string text = string.Concat(Enumerable.Range(0, 3).Select(part => Text(ask(0x80000002 + (uint)part, 0), 0, 1, 2, 3)));
            return text.Trim() is { Length: > 0 } name ? name : null;
        }
    }

    /// <summary>What runs: announced, and its registers switched on by the system.</summary>
    /// <param name="isWideOnDemand">True where the system switches AVX-512 on when a thread first uses it (macOS).</param>
    public CpuFeatures Usable(bool isWideOnDemand = false)
    {
        CpuFeatures off = default;
        bool vectors = IsSwitchedOn(VectorState);
        bool wide = vectors && (isWideOnDemand || IsSwitchedOn(WideState));
        bool tiles = IsSwitchedOn(TileState);
        foreach (CpuFeature feature in Announced)
        {
            bool works = feature switch
            {
                _ when IsWide(feature) => wide,
                _ when IsTile(feature) => tiles,
                _ when UsesVectors(feature) => vectors,
                _ => true,
            };
            if (!works) off = off.With(feature);
        }

        return Announced - off;
    }

    /// <summary>What a virtual machine cannot keep from running, though it may not announce it: everything whose registers are switched on (AMX and AVX it can).</summary>
    public CpuFeatures Unguarded()
    {
        bool vectors = IsSwitchedOn(VectorState), wide = vectors && IsSwitchedOn(WideState);
        return new CpuFeatures([.. CpuFeatureNames.Rows.Where(row => !row.IsArm && !IsTile(row.Feature) && (IsWide(row.Feature) ? wide : vectors || !UsesVectors(row.Feature))).Select(row => row.Feature)]);
    }

    private static bool IsTile(CpuFeature feature) => feature is CpuFeature.AmxTile or CpuFeature.AmxInt8 or CpuFeature.AmxBf16 or CpuFeature.AmxFp16;

    private static bool IsWide(CpuFeature feature) => feature is >= CpuFeature.Avx512f and <= CpuFeature.Avx512vl or >= CpuFeature.Avx512Ifma and <= CpuFeature.Avx5124fmaps;

    private static bool UsesVectors(CpuFeature feature) => feature is CpuFeature.Avx or CpuFeature.Avx2 or CpuFeature.F16c or CpuFeature.Fma or CpuFeature.Vaes or CpuFeature.Vpclmulqdq
        or CpuFeature.AvxVnni or CpuFeature.AvxIfma or CpuFeature.AvxVnniInt8 or CpuFeature.AvxVnniInt16 or CpuFeature.AvxNeConvert
        or CpuFeature.X86Sha512 or CpuFeature.X86Sm3 or CpuFeature.X86Sm4 or CpuFeature.Xop or CpuFeature.Fma4;

    // XCR0 cannot be read from here. Leaf 0DH tells how large the state is that is switched on, and where each part of it lies: what lies inside is on.
    private bool IsSwitchedOn(int[] parts)
    {
        if ((Register(1, 0, 2) >> OsUsesXsave & 1) == 0 || last < 13) return false;
        uint size = Register(13, 0, 1);
        return Array.TrueForAll(parts, part => ask(13, (uint)part) is [var length and > 0, var offset, ..] && (ulong)offset + length <= size);
    }

    private bool Has(CpuIdBit bit)
    {
        if (bit.Leaf < 0x80000000 ? bit.Leaf > last : bit.Leaf > lastExtended) return false;

        // Leaf 7 tells in EAX how many sub-leaves it has.
        if (bit.SubLeaf > 0 && bit.SubLeaf > Register(bit.Leaf, 0, 0)) return false;
        return (Register(bit.Leaf, bit.SubLeaf, bit.Register) >> bit.Bit & 1) != 0;
    }

    private uint Register(uint leaf, uint subLeaf, int register) => ask(leaf, subLeaf)[register];

    private static string Text(uint[] registers, params ReadOnlySpan<int> order)
    {
        byte[] bytes = new byte[4 * order.Length];
        for (int i = 0; i < order.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), registers[order[i]]);
        return Encoding.ASCII.GetString(bytes).TrimEnd('\0');
    }
}
