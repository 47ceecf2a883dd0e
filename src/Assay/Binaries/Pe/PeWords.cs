using static Assay.Binaries.Pe.PeConstants;

namespace Assay.Binaries.Pe;

/// <summary>The words of the text form of PE files.</summary>
internal static class PeWords
{
    private const string OtherMachine = "machine-";

    private static readonly (string Word, ushort Machine)[] Machines =
    [
        ("x86_64", IMAGE_FILE_MACHINE_AMD64),
        ("x86", IMAGE_FILE_MACHINE_I386),
        ("arm64", IMAGE_FILE_MACHINE_ARM64),
        ("arm", IMAGE_FILE_MACHINE_ARMNT),
        ("riscv64", IMAGE_FILE_MACHINE_RISCV64),
        ("loongarch64", IMAGE_FILE_MACHINE_LOONGARCH64),
    ];

    public static string Machine(ushort machine)
    {
        foreach ((string word, ushort known) in Machines)
        {
            if (known == machine) return word;
        }

        return $"{OtherMachine}{machine}";
    }

    public static ushort? Machine(string word)
    {
        foreach ((string known, ushort machine) in Machines)
        {
            if (known == word) return machine;
        }

        return word.StartsWith(OtherMachine, StringComparison.Ordinal) && ushort.TryParse(word.AsSpan(OtherMachine.Length), out ushort number) ? number : null;
    }
}
