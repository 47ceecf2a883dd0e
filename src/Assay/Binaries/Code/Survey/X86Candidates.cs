using Assay.Targets.Cpu;
using Iced.Intel;
using IcedCode = Iced.Intel.Code;

namespace Assay.Binaries.Code.Survey;

/// <summary>
/// Which byte sequences can be the beginning of an instruction that needs a feature, by the way it is encoded: the escape byte, the map of opcodes it chooses, and the opcode. Prefixes and operands are
/// not looked at, so it may be another instruction, or none at all; but what is no candidate needs nothing.
/// </summary>
internal static class X86Candidates
{
    /// <summary>How many maps of opcodes are told apart.</summary>
    public const int Maps = 16;

    /// <summary>Map numbers: 0F, 0F 38 and 0F 3A; the three of VEX; the six of EVEX by their number; XOP 8 to 10.</summary>
    public const int Legacy = 0, Legacy38 = 1, Legacy3A = 2, Vex = 2, Evex = 6, Xop = 5;

    private static readonly Lazy<CpuFeatures[]> Table = new(Build);

    /// <summary>What the instructions of an opcode can need.</summary>
    /// <param name="map">The map.</param>
    /// <param name="opcode">The opcode.</param>
    public static CpuFeatures Of(int map, int opcode) => Table.Value[(map << 8) | opcode];

    private static CpuFeatures[] Build()
    {
        CpuFeatures[] table = new CpuFeatures[Maps << 8];
        foreach (IcedCode code in Enum.GetValues<IcedCode>())
        {
            CpuFeatures needs = X86Needs.Of(code);
            if (needs.IsEmpty) continue;
            OpCodeInfo info = code.ToOpCode();
            if (MapOf(info) is { } map) table[(map << 8) | (int)(info.OpCodeLength == 2 ? info.OpCode >> 8 : info.OpCode)] |= needs;
        }

        return table;
    }

    // Maps of this table: 0 to 2 legacy, 3 to 5 VEX 1 to 3, 7 to 12 EVEX 1 to 6, 13 to 15 XOP 8 to 10.
    private static int? MapOf(OpCodeInfo info) => (info.Encoding, info.Table) switch
    {
        (EncodingKind.Legacy, OpCodeTableKind.T0F) => Legacy,
        (EncodingKind.Legacy, OpCodeTableKind.T0F38) => Legacy38,
        (EncodingKind.Legacy, OpCodeTableKind.T0F3A) => Legacy3A,
        (EncodingKind.VEX, OpCodeTableKind.T0F) => Vex + 1,
        (EncodingKind.VEX, OpCodeTableKind.T0F38) => Vex + 2,
        (EncodingKind.VEX, OpCodeTableKind.T0F3A) => Vex + 3,
        (EncodingKind.EVEX, OpCodeTableKind.T0F) => Evex + 1,
        (EncodingKind.EVEX, OpCodeTableKind.T0F38) => Evex + 2,
        (EncodingKind.EVEX, OpCodeTableKind.T0F3A) => Evex + 3,
        (EncodingKind.EVEX, OpCodeTableKind.MAP5) => Evex + 5,
        (EncodingKind.EVEX, OpCodeTableKind.MAP6) => Evex + 6,
        (EncodingKind.XOP, OpCodeTableKind.MAP8) => Xop + 8,
        (EncodingKind.XOP, OpCodeTableKind.MAP9) => Xop + 9,
        (EncodingKind.XOP, OpCodeTableKind.MAP10) => Xop + 10,
        _ => null,
    };
}
