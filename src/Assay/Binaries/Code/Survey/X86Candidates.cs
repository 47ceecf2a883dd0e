using System.Collections.Immutable;
using Assay.Targets.Cpu;
using Iced.Intel;
using IcedCode = Iced.Intel.Code;

namespace Assay.Binaries.Code.Survey;

/// <summary>
/// Which byte sequences can be the beginning of an instruction that needs a feature, by the way it is encoded: the map of opcodes that its escape byte chooses, the mandatory prefix and
/// the opcode. Operands are not looked at, so it may be another instruction, or none at all; but what is no candidate needs nothing.
/// </summary>
internal static class X86Candidates
{
    /// <summary>How many maps of opcodes are told apart.</summary>
    public const int Maps = 16;

    /// <summary>How many keys there are.</summary>
    public const int Keys = Maps << 11;

    /// <summary>Map numbers: 0F, 0F 38 and 0F 3A; the three of VEX; the six of EVEX by their number; XOP 8 to 10.</summary>
    public const int Legacy = 0, Legacy38 = 1, Legacy3A = 2, Vex = 2, Evex = 6, Xop = 5;

    /// <summary>The keys of what can need anything, with what that is.</summary>
    public static readonly ImmutableArray<(int Key, CpuFeatures Needs)> All = [.. Build().Select((needs, key) => (key, needs)).Where(pair => !pair.needs.IsEmpty)];

    /// <summary>The place in tables like this one.</summary>
    /// <param name="map">The map.</param>
    /// <param name="prefix">The mandatory prefix as VEX encodes it: 0 none, 1 66, 2 F3, 3 F2.</param>
    /// <param name="opcode">The opcode.</param>
    /// <param name="operands">The byte behind it: whether the operand it describes is a register often decides what is needed.</param>
    public static int Key(int map, int prefix, int opcode, int operands) => (map << 11) | (prefix << 9) | (operands >= 0xc0 ? 1 << 8 : 0) | opcode;

    /// <summary>The map of a key.</summary>
    /// <param name="key">The key.</param>
    public static int MapOf(int key) => key >> 11;

    /// <summary>The opcode of a key.</summary>
    /// <param name="key">The key.</param>
    public static int OpcodeOf(int key) => key & 0xff;

    private static CpuFeatures[] Build()
    {
        CpuFeatures[] table = new CpuFeatures[Keys];
        foreach (IcedCode code in Enum.GetValues<IcedCode>())
        {
            CpuFeatures needs = X86Needs.Of(code);
            if (needs.IsEmpty) continue;
            OpCodeInfo info = code.ToOpCode();
            if (MapOf(info) is not { } map) continue;
            int opcode = (int)(info.OpCodeLength == 2 ? info.OpCode >> 8 : info.OpCode);

            // Where no prefix is part of the opcode, one may still stand before it: it sets the size of operands.
            int? prefix = info.MandatoryPrefix switch { MandatoryPrefix.P66 => 1, MandatoryPrefix.PF3 => 2, MandatoryPrefix.PF2 => 3, MandatoryPrefix.PNP when info.Encoding != EncodingKind.Legacy => 0, _ => null };
            (bool takesRegister, bool takesMemory) = Operand(info);
            for (int each = 0; each < 4; each++)
            {
                if (prefix is not null && prefix != each) continue;
                if (takesMemory) table[Key(map, each, opcode, 0)] |= needs;
                if (takesRegister) table[Key(map, each, opcode, 0xc0)] |= needs;
            }
        }

        return table;
    }

    private static (bool TakesRegister, bool TakesMemory) Operand(OpCodeInfo info)
    {
        bool takesMemory = false;
        for (int i = 0; i < info.OpCount; i++)
        {
            string kind = info.GetOpKind(i).ToString();
            if (kind.Contains("_or_mem", StringComparison.Ordinal)) return (true, true);
            takesMemory |= kind.Contains("mem", StringComparison.Ordinal);
        }

        return (!takesMemory, takesMemory || info.OpCount == 0);
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
