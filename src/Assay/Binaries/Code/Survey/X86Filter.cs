using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Assay.Binaries.Code.Survey;

/// <summary>
/// The first sieve of the survey: at which bytes of a block an instruction could begin that has one of some opcodes, by the escape byte and the opcode alone. It lets pass more than it need,
/// never less. With registers of 16 or 64 bytes a block costs little more than a single byte would.
/// </summary>
internal sealed class X86Filter
{
    /// <summary>How many bytes are looked at together; <see cref="Reach"/> more have to be there.</summary>
    public const int Block = 64;

    /// <summary>How far behind its escape byte an opcode can be.</summary>
    public const int Reach = 4;

    // Sets of opcodes by the escape that leads to them; the long form of VEX has one for each of its three maps. What is rare passes by its escape and map alone: 0F 38 and 0F 3A, the maps of EVEX
    // above 3, XOP.
    private const int Legacy = 0, Vex2 = 1, Vex = 2, Evex = 5, Sets = 6;

    private readonly bool[][] sets = [.. Enumerable.Range(0, Sets).Select(_ => new bool[256])];

    // The same as bits, to be looked up by halves of a byte: in Low for upper halves 0 to 7, in High for 8 to 15, the lower half chooses the entry and the upper one the bit. All lanes are equal.
    private readonly (Vector512<byte> Low, Vector512<byte> High)[] bits = new (Vector512<byte>, Vector512<byte>)[Sets];
    private bool isStale;

    // 1 << (index & 7) for the 16 indexes of a lane.
    private const ulong Powers = 0x8040201008040201;

    /// <summary>Lets nothing pass.</summary>
    public void Clear()
    {
        foreach (bool[] set in sets) Array.Clear(set);
        isStale = true;
    }

    /// <summary>Lets an opcode pass from now on.</summary>
    /// <param name="key">Its key as in <see cref="X86Candidates"/>.</param>
    public void Pass(int key)
    {
        int map = X86Candidates.MapOf(key), opcode = X86Candidates.OpcodeOf(key);
        if (map == X86Candidates.Legacy) sets[Legacy][opcode] = true;
        else if (map is X86Candidates.Legacy38 or X86Candidates.Legacy3A) sets[Legacy][map == X86Candidates.Legacy38 ? 0x38 : 0x3a] = true;
        else if (map <= X86Candidates.Vex + 3) sets[Vex + map - X86Candidates.Vex - 1][opcode] = true;
        else if (map <= X86Candidates.Evex + 3) sets[Evex][opcode] = true;
        if (map == X86Candidates.Vex + 1) sets[Vex2][opcode] = true;
        isStale = true;
    }

    /// <summary>Goes from block to block until something could begin in one.</summary>
    /// <param name="bytes">The bytes; <see cref="Block"/> and <see cref="Reach"/> more than are asked for have to be there.</param>
    /// <param name="block">Where the first block begins; then where the one with the hits does.</param>
    /// <param name="end">Where the last block may begin at most, exclusive.</param>
    /// <returns>Bit N is byte N of the block; 0 when the end is reached.</returns>
    public ulong Next(ReadOnlySpan<byte> bytes, ref int block, int end)
    {
        if (isStale) Refresh();
        if (Avx512BW.IsSupported) return NextWide(bytes, ref block, end);
        if (HasLook) return NextTogether(bytes, ref block, end);
        return NextByByte(bytes, ref block, end);
    }

    /// <summary>The same without the processor's help.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="block">Where the first block begins; then where the one with the hits does.</param>
    /// <param name="end">Where the last block may begin at most, exclusive.</param>
    internal ulong NextByByte(ReadOnlySpan<byte> bytes, ref int block, int end)
    {
        for (; block < end; block += Block)
        {
            ulong hits = 0;
            for (int i = 0; i < Block; i++)
                if (Passes(bytes[(block + i)..])) hits |= 1ul << i;
            if (hits != 0) return hits;
        }

        return 0;
    }

    private bool Passes(ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        0x0f => sets[Legacy][bytes[1]],
        0xc5 => sets[Vex2][bytes[2]],
        0xc4 => (bytes[1] & 31) is >= 1 and <= 3 and int map && sets[Vex + map - 1][bytes[3]],
        0x62 => (bytes[1] & 0x0c) == 4 || ((bytes[1] & 0x0c) == 0 && sets[Evex][bytes[4]]),
        0x8f => (bytes[1] & 0x1c) == 8,
        _ => false,
    };

    /// <summary>The same with registers of 16 bytes, which every processor of today has, and a program compiled beforehand makes use of.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="block">Where the first block begins; then where the one with the hits does.</param>
    /// <param name="end">Where the last block may begin at most, exclusive.</param>
    internal ulong NextTogether(ReadOnlySpan<byte> bytes, ref int block, int end)
    {
        if (isStale) Refresh();
        (Vector128<byte> Low, Vector128<byte> High) legacy = Narrow(Legacy), vex2 = Narrow(Vex2), vex1 = Narrow(Vex), vex38 = Narrow(Vex + 1), vex3a = Narrow(Vex + 2), evex = Narrow(Evex);
        for (; block < end; block += Block)
        {
            ulong hits = 0;
            for (int part = 0; part < Block; part += Vector128<byte>.Count)
            {
                ref byte first = ref MemoryMarshal.GetReference(bytes.Slice(block + part, Vector128<byte>.Count + Reach));
                Vector128<byte> escape = Vector128.LoadUnsafe(ref first), second = Vector128.LoadUnsafe(ref first, 1), fourth = Vector128.LoadUnsafe(ref first, 3);
                Vector128<byte> map = second & Vector128.Create((byte)0x1f), wide = second & Vector128.Create((byte)0x0c);
                Vector128<byte> found = (Is(escape, 0x0f) & In(legacy, second)) | (Is(escape, 0xc5) & In(vex2, Vector128.LoadUnsafe(ref first, 2)))
                    | (Is(escape, 0xc4) & ((Is(map, 1) & In(vex1, fourth)) | (Is(map, 2) & In(vex38, fourth)) | (Is(map, 3) & In(vex3a, fourth))))
                    | (Is(escape, 0x62) & ((Is(wide, 0) & In(evex, Vector128.LoadUnsafe(ref first, 4))) | Is(wide, 4))) | (Is(escape, 0x8f) & Is(second & Vector128.Create((byte)0x1c), 8));
                if (found != Vector128<byte>.Zero) hits |= (ulong)(ushort)~Vector128.Equals(found, Vector128<byte>.Zero).ExtractMostSignificantBits() << part;
            }

            if (hits != 0) return hits;
        }

        return 0;
    }

    // Line for line the same with registers of four times the width.
    private ulong NextWide(ReadOnlySpan<byte> bytes, ref int block, int end)
    {
        (Vector512<byte> Low, Vector512<byte> High) legacy = bits[Legacy], vex2 = bits[Vex2], vex1 = bits[Vex], vex38 = bits[Vex + 1], vex3a = bits[Vex + 2], evex = bits[Evex];
        for (; block < end; block += Block)
        {
            ref byte first = ref MemoryMarshal.GetReference(bytes.Slice(block, Vector512<byte>.Count + Reach));
            Vector512<byte> escape = Vector512.LoadUnsafe(ref first), second = Vector512.LoadUnsafe(ref first, 1), fourth = Vector512.LoadUnsafe(ref first, 3);
            Vector512<byte> map = second & Vector512.Create((byte)0x1f), wide = second & Vector512.Create((byte)0x0c);
            Vector512<byte> found = (Is(escape, 0x0f) & In(legacy, second)) | (Is(escape, 0xc5) & In(vex2, Vector512.LoadUnsafe(ref first, 2)))
                | (Is(escape, 0xc4) & ((Is(map, 1) & In(vex1, fourth)) | (Is(map, 2) & In(vex38, fourth)) | (Is(map, 3) & In(vex3a, fourth))))
                | (Is(escape, 0x62) & ((Is(wide, 0) & In(evex, Vector512.LoadUnsafe(ref first, 4))) | Is(wide, 4))) | (Is(escape, 0x8f) & Is(second & Vector512.Create((byte)0x1c), 8));
            if (found != Vector512<byte>.Zero) return ~Vector512.Equals(found, Vector512<byte>.Zero).ExtractMostSignificantBits();
        }

        return 0;
    }

    private (Vector128<byte> Low, Vector128<byte> High) Narrow(int set) => (bits[set].Low.GetLower().GetLower(), bits[set].High.GetLower().GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Is(Vector128<byte> bytes, byte value) => Vector128.Equals(bytes, Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Is(Vector512<byte> bytes, byte value) => Vector512.Equals(bytes, Vector512.Create(value));

    /// <summary>Whether <see cref="NextTogether"/> can be used.</summary>
    internal static bool HasLook => Ssse3.IsSupported || AdvSimd.Arm64.IsSupported;

    // An index of 128 and more gives 0; what the two processors make of those between 16 and that differs, and is not asked for. The general function of the library is no single instruction in a
    // program that is compiled beforehand.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Look(Vector128<byte> table, Vector128<byte> indexes) => AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(table, indexes) : Ssse3.Shuffle(table, indexes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> In((Vector128<byte> Low, Vector128<byte> High) set, Vector128<byte> opcodes)
    {
        Vector128<byte> bit = Look(Vector128.Create(Powers).AsByte(), (opcodes.AsUInt16() >> 4).AsByte() & Vector128.Create((byte)0x0f));
        Vector128<byte> index = opcodes & Vector128.Create((byte)0x8f);
        return (Look(set.Low, index) | Look(set.High, index ^ Vector128.Create((byte)0x80))) & bit;
    }

    // The instruction looks at the lower half of an index, and gives 0 where its highest bit is set.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> In((Vector512<byte> Low, Vector512<byte> High) set, Vector512<byte> opcodes)
    {
        Vector512<byte> bit = Avx512BW.Shuffle(Vector512.Create(Powers).AsByte(), (opcodes.AsUInt16() >> 4).AsByte() & Vector512.Create((byte)0x0f));
        return (Avx512BW.Shuffle(set.Low, opcodes) | Avx512BW.Shuffle(set.High, opcodes ^ Vector512.Create((byte)0x80))) & bit;
    }

    private void Refresh()
    {
        for (int set = 0; set < Sets; set++) bits[set] = (Bits(sets[set], 0), Bits(sets[set], 0x80));
        isStale = false;
    }

    private static Vector512<byte> Bits(bool[] set, int from)
    {
        Span<byte> lane = stackalloc byte[Vector128<byte>.Count];
        lane.Clear();
        for (int opcode = from; opcode < from + 0x80; opcode++)
            if (set[opcode]) lane[opcode & 15] |= (byte)(1 << ((opcode >> 4) & 7));
        Vector256<byte> twice = Vector256.Create(Vector128.Create<byte>(lane), Vector128.Create<byte>(lane));
        return Vector512.Create(twice, twice);
    }
}
