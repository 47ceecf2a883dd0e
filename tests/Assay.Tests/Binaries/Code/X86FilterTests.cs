using Assay.Binaries.Code.Survey;

namespace Assay.Tests.Binaries.Code;

/// <summary>The first sieve of the survey: whatever the processor helps with, the same bytes pass.</summary>
public class X86FilterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(2000)]
    public void AllWaysAgree(int opcodes)
    {
        Random random = new(opcodes);
        X86Filter filter = new();
        filter.Clear();
        for (int i = 0; i < opcodes; i++) filter.Pass(random.Next(X86Candidates.Keys));
        byte[] bytes = new byte[(1 << 16) + (2 * X86Filter.Block)];
        byte[] escapes = [0x0f, 0x62, 0x8f, 0xc4, 0xc5, 0x38, 0x3a];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = random.Next(3) == 0 ? escapes[random.Next(escapes.Length)] : (byte)random.Next(256);

        List<int> plain = All(bytes, filter.NextByByte);
        Assert.Equal(plain, All(bytes, filter.Next));
        if (X86Filter.HasLook) Assert.Equal(plain, All(bytes, filter.NextTogether));
        Assert.Equal(opcodes == 0, plain.TrueForAll(at => bytes[at] is 0x62 or 0x8f));
    }

    private delegate ulong Search(ReadOnlySpan<byte> bytes, ref int block, int end);

    private static List<int> All(byte[] bytes, Search next)
    {
        List<int> places = [];
        for (int block = 0; next(bytes, ref block, 1 << 16) is not 0 and ulong hits; block += X86Filter.Block)
            for (int i = 0; i < X86Filter.Block; i++)
                if ((hits >> i & 1) != 0) places.Add(block + i);
        return places;
    }
}
