using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Binaries.Code;
using Assay.Targets;
using Assay.Targets.Cpu;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Binaries.Code;

/// <summary>What instructions need, held against LLVM: its assembler makes the words, its disassembler says which words of real code are newer than the baseline.</summary>
[Trait("speed", "slow")]
public sealed partial class InstructionOracleTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(CpuFeature.ArmLse, "ldadd x1, x2, [x0]; ldaddal w1, w2, [x0]; stadd w1, [x0]; ldclrb w1, w2, [x0]; ldeorah w1, w2, [x0]; ldsetl x1, x2, [x0]; ldumax x1, x2, [x0]; swpal x1, x2, [x0]; swpb w1, w2, [x0]; cas x1, x2, [x0]; casalb w1, w2, [x0]; casp x2, x3, x4, x5, [x0]; caspal w2, w3, w4, w5, [x0]")]
    [InlineData(CpuFeature.ArmRdm, "sqrdmlah v0.4s, v1.4s, v2.4s; sqrdmlsh v0.8h, v1.8h, v2.h[1]; sqrdmlah h0, h1, h2; sqrdmlsh s0, s1, v2.s[0]")]
    [InlineData(CpuFeature.ArmCrc32, "crc32b w0, w1, w2; crc32x w0, w1, x2; crc32cb w0, w1, w2; crc32cx w0, w1, x2")]
    [InlineData(CpuFeature.ArmFp16, "fadd h0, h1, h2; fmadd h0, h1, h2, h3; fadd v0.8h, v1.8h, v2.8h; fmla v0.4h, v1.4h, v2.h[0]; fcvtzs w0, h1; scvtf h0, w1; fcmp h0, h1; fmov h0, #1.0; fmaxv h0, v1.8h; fsqrt v0.8h, v1.8h; fmov v0.8h, #1.0; scvtf v0.8h, v1.8h, #2; fabd h0, h1, h2")]
    [InlineData(CpuFeature.ArmDotProd, "sdot v0.4s, v1.16b, v2.16b; udot v0.2s, v1.8b, v2.8b; udot v0.4s, v1.16b, v2.4b[3]")]
    [InlineData(CpuFeature.ArmRcpc, "ldapr x0, [x1]; ldaprb w0, [x1]; ldaprh w0, [x1]")]
    [InlineData(CpuFeature.ArmRcpc2, "ldapur x0, [x1, #8]; stlur w0, [x1, #-4]; ldapursw x0, [x1, #4]; stlurb w0, [x1]")]
    [InlineData(CpuFeature.ArmJscvt, "fjcvtzs w0, d1")]
    [InlineData(CpuFeature.ArmFcma, "fcadd v0.4s, v1.4s, v2.4s, #90; fcmla v0.2d, v1.2d, v2.2d, #180; fcmla v0.4s, v1.4s, v2.s[0], #90; fcadd v0.8h, v1.8h, v2.8h, #270")]
    [InlineData(CpuFeature.ArmPAuth, "pacia x0, x1; autdb x0, x1; xpaci x0; pacga x0, x1, x2; retaa; retab; braa x0, x1; blrab x0, x1; ldraa x0, [x1]; paciza x0")]
    [InlineData(CpuFeature.ArmBf16, "bfdot v0.4s, v1.8h, v2.8h; bfdot v0.2s, v1.4h, v2.2h[1]; bfmmla v0.4s, v1.8h, v2.8h; bfmlalb v0.4s, v1.8h, v2.8h; bfmlalt v0.4s, v1.8h, v2.h[1]; bfcvtn v0.4h, v1.4s; bfcvt h0, s1")]
    [InlineData(CpuFeature.ArmI8mm, "smmla v0.4s, v1.16b, v2.16b; ummla v0.4s, v1.16b, v2.16b; usmmla v0.4s, v1.16b, v2.16b; usdot v0.4s, v1.16b, v2.16b; sudot v0.4s, v1.16b, v2.4b[0]; usdot v0.2s, v1.8b, v2.4b[1]")]
    [InlineData(CpuFeature.ArmFhm, "fmlal v0.4s, v1.4h, v2.4h; fmlsl2 v0.2s, v1.2h, v2.2h; fmlal v0.4s, v1.4h, v2.h[3]; fmlal2 v0.4s, v1.4h, v2.h[0]")]
    [InlineData(CpuFeature.ArmAes, "aese v0.16b, v1.16b; aesd v0.16b, v1.16b; aesmc v0.16b, v1.16b; aesimc v0.16b, v1.16b")]
    [InlineData(CpuFeature.ArmPmull, "pmull v0.1q, v1.1d, v2.1d; pmull2 v0.1q, v1.2d, v2.2d")]
    [InlineData(CpuFeature.ArmSha1, "sha1c q0, s1, v2.4s; sha1h s0, s1; sha1su0 v0.4s, v1.4s, v2.4s; sha1su1 v0.4s, v1.4s")]
    [InlineData(CpuFeature.ArmSha256, "sha256h q0, q1, v2.4s; sha256h2 q0, q1, v2.4s; sha256su0 v0.4s, v1.4s; sha256su1 v0.4s, v1.4s, v2.4s")]
    [InlineData(CpuFeature.ArmSha512, "sha512h q0, q1, v2.2d; sha512h2 q0, q1, v2.2d; sha512su0 v0.2d, v1.2d; sha512su1 v0.2d, v1.2d, v2.2d")]
    [InlineData(CpuFeature.ArmSha3, "eor3 v0.16b, v1.16b, v2.16b, v3.16b; bcax v0.16b, v1.16b, v2.16b, v3.16b; rax1 v0.2d, v1.2d, v2.2d; xar v0.2d, v1.2d, v2.2d, #3")]
    [InlineData(CpuFeature.ArmSm3, "sm3ss1 v0.4s, v1.4s, v2.4s, v3.4s; sm3tt1a v0.4s, v1.4s, v2.s[1]; sm3partw1 v0.4s, v1.4s, v2.4s")]
    [InlineData(CpuFeature.ArmSm4, "sm4e v0.4s, v1.4s; sm4ekey v0.4s, v1.4s, v2.4s")]
    [InlineData(CpuFeature.ArmFrintts, "frint32z v0.4s, v1.4s; frint64x d0, d1; frint32x s0, s1")]
    [InlineData(CpuFeature.ArmFlagM, "setf8 w0; setf16 w0; rmif x0, #3, #4; cfinv")]
    [InlineData(CpuFeature.ArmFlagM2, "axflag; xaflag")]
    [InlineData(CpuFeature.ArmSb, "sb")]
    [InlineData(CpuFeature.ArmRng, "mrs x0, rndr; mrs x0, rndrrs")]
    [InlineData(CpuFeature.ArmMte, "irg x0, x1; gmi x0, x1, x2; addg x0, x1, #16, #1; stg x0, [x1]; ldg x0, [x1]; subp x0, x1, x2; stgp x0, x1, [x2]; stzg x0, [x1]")]
    [InlineData(CpuFeature.ArmSve, "ptrue p0.b; ld1w { z0.s }, p0/z, [x0]; whilelo p0.s, x0, x1; cntd x0; fadd z0.d, z1.d, z2.d; st1d { z0.d }, p0, [x0, x1, lsl #3]; rdvl x0, #1")]
    public void An_instruction_for_aarch64_needs(CpuFeature feature, string instructions)
    {
        const string Everything = "+v8.6a,+sve,+sve2,+sha2,+sha3,+sm4,+aes,+fullfp16,+fp16fml,+mte,+rand,+crypto,+rcpc,+rcpc-immo,+dotprod,+bf16,+i8mm,+altnzcv,+flagm,+sb,+fptoint,+jsconv,+complxnum,+pauth";
        foreach ((string text, byte[] bytes) in Assemble("aarch64", Everything, instructions))
            Assert.True(new CpuFeatures(feature) == NeedsOf(bytes, Architecture.Arm64), $"{text} ({Convert.ToHexString(bytes)}): {NeedsOf(bytes, Architecture.Arm64)}, not {feature}");
    }

    [Fact]
    public void The_baseline_of_aarch64_needs_nothing() => NeedNothing(
        Architecture.Arm64,
        Assemble(
            "aarch64",
            "+v8.5a",
            "nop; hint #25; hint #29; hint #31; hint #34; hint #36; hint #38; hint #7; hint #20; fcvt s0, h1; fcvt d0, h1; fcvt h0, s1; fcvtn v0.4h, v1.4s; fcvtl v0.4s, v1.4h; ldr h0, [x0]; str h0, [x0]; mrs x0, ID_AA64ISAR0_EL1; mrs x0, MIDR_EL1; ldaxr x0, [x1]; stlxr w2, x0, [x1]; ldar x0, [x1]; stlr x0, [x1]; dmb ish; isb; dsb ish; clrex; ldxp x0, x1, [x2]; fmadd d0, d1, d2, d3; fmla v0.4s, v1.4s, v2.4s; pmull v0.8h, v1.8b, v2.8b; tbl v0.16b, { v1.16b }, v2.16b; sqrdmulh v0.4s, v1.4s, v2.4s; frintz d0, d1; ret; br x0; blr x0; adrp x0, #4096; csel x0, x1, x2, eq; rbit x0, x1; clz x0, x1; movi v0.2d, #0; dup v0.8h, w0; umov w0, v0.h[1]; mul v0.8h, v1.8h, v2.8h; prfm pldl1keep, [x0]; cbz x0, #8; tbz x0, #3, #8; dc zva, x0; brk #1"));

    [Theory]
    [InlineData(CpuFeature.Sse3, "addsubps %xmm1, %xmm0; lddqu (%rax), %xmm0; movddup %xmm1, %xmm0; haddpd %xmm1, %xmm0")]
    [InlineData(CpuFeature.Ssse3, "pshufb %xmm1, %xmm0; palignr $3, %xmm1, %xmm0; pabsd %xmm1, %xmm0")]
    [InlineData(CpuFeature.Sse41, "pmulld %xmm1, %xmm0; pinsrq $1, %rax, %xmm0; ptest %xmm1, %xmm0; roundsd $1, %xmm1, %xmm0; blendvpd %xmm0, %xmm1, %xmm2")]
    [InlineData(CpuFeature.Sse42, "pcmpgtq %xmm1, %xmm0; crc32q %rax, %rbx; pcmpestri $1, %xmm1, %xmm0")]
    [InlineData(CpuFeature.Popcnt, "popcntq %rax, %rbx")]
    [InlineData(CpuFeature.Cmpxchg16b, "cmpxchg16b (%rax)")]
    [InlineData(CpuFeature.LahfSahf, "lahf; sahf")]
    [InlineData(CpuFeature.Avx, "vaddpd %ymm1, %ymm0, %ymm0; vmovd %eax, %xmm0; vxorps %xmm0, %xmm0, %xmm0; vbroadcastss (%rax), %ymm0; vzeroupper; vpaddd %xmm1, %xmm0, %xmm0")]
    [InlineData(CpuFeature.Avx2, "vpaddd %ymm1, %ymm0, %ymm0; vpbroadcastd %xmm0, %ymm0; vpermq $1, %ymm1, %ymm0; vpgatherdd %ymm0, (%rax,%ymm1), %ymm2; vextracti128 $1, %ymm0, %xmm1")]
    [InlineData(CpuFeature.Bmi1, "andnq %rax, %rbx, %rcx; blsrq %rax, %rbx; bextrq %rax, %rbx, %rcx")]
    [InlineData(CpuFeature.Bmi2, "pextq %rax, %rbx, %rcx; shlxq %rax, %rbx, %rcx; mulxq %rax, %rbx, %rcx; rorxq $3, %rax, %rbx")]
    [InlineData(CpuFeature.F16c, "vcvtph2ps %xmm1, %ymm0")]
    [InlineData(CpuFeature.Fma, "vfmadd231pd %ymm1, %ymm0, %ymm0; vfnmadd213ss %xmm1, %xmm0, %xmm0")]
    [InlineData(CpuFeature.Movbe, "movbeq (%rax), %rbx")]
    [InlineData(CpuFeature.Avx512f, "vaddpd %zmm1, %zmm0, %zmm0; vmovdqu64 (%rax), %zmm0 {%k1}; kmovw %k1, %eax")]
    [InlineData(CpuFeature.Pclmulqdq, "pclmulqdq $0, %xmm1, %xmm0")]
    [InlineData(CpuFeature.Aes, "aesenc %xmm1, %xmm0; aeskeygenassist $1, %xmm1, %xmm0")]
    [InlineData(CpuFeature.Sha, "sha256rnds2 %xmm0, %xmm1, %xmm2; sha1msg1 %xmm1, %xmm0")]
    [InlineData(CpuFeature.Adx, "adcxq %rax, %rbx; adoxq %rax, %rbx")]
    [InlineData(CpuFeature.Rdrand, "rdrandq %rax")]
    [InlineData(CpuFeature.Rdseed, "rdseedq %rax")]
    [InlineData(CpuFeature.Sse4a, "extrq $1, $2, %xmm0; movntsd %xmm0, (%rax)")]
    [InlineData(CpuFeature.Xop, "vpmacsdd %xmm0, %xmm1, %xmm2, %xmm3; vphaddbw %xmm0, %xmm1")]
    [InlineData(CpuFeature.Fma4, "vfmaddpd %xmm0, %xmm1, %xmm2, %xmm3")]
    [InlineData(CpuFeature.Tbm, "blcfillq %rax, %rbx")]
    public void An_instruction_for_x86_64_needs(CpuFeature feature, string instructions)
    {
        foreach ((string text, byte[] bytes) in Assemble("x86_64", Everything86, instructions))
            Assert.True(new CpuFeatures(feature) == NeedsOf(bytes, Architecture.X86_64), $"{text}: {NeedsOf(bytes, Architecture.X86_64)}, not {feature}");
    }

    [Theory]
    [InlineData("vpaddd %ymm1, %ymm0, %ymm0 {%k1}", new[] { CpuFeature.Avx512f, CpuFeature.Avx512vl })]
    [InlineData("vpaddb %zmm1, %zmm0, %zmm0", new[] { CpuFeature.Avx512bw })]
    [InlineData("vpconflictd %zmm1, %zmm0", new[] { CpuFeature.Avx512cd })]
    [InlineData("vpmullq %zmm1, %zmm0, %zmm0", new[] { CpuFeature.Avx512dq })]
    [InlineData("vdpbf16ps %zmm1, %zmm0, %zmm0", new[] { CpuFeature.Avx512Bf16 })]
    [InlineData("vaesenc %xmm1, %xmm0, %xmm0", new[] { CpuFeature.Aes, CpuFeature.Avx })]
    [InlineData("vpclmulqdq $0, %ymm1, %ymm0, %ymm0", new[] { CpuFeature.Vpclmulqdq })]
    public void An_instruction_can_need_several(string instruction, CpuFeature[] features) =>
        Assert.All(Assemble("x86_64", Everything86, instruction), each => Assert.True(NeedsOf(each.Bytes, Architecture.X86_64).HasAll(new CpuFeatures(features)), $"{each.Text}: {NeedsOf(each.Bytes, Architecture.X86_64)}"));

    // What older processors take for nothing, or for another instruction: prefixes that they ignore and encodings that they always had for nothing.
    [Fact]
    public void The_baseline_of_x86_64_needs_nothing() => NeedNothing(
        Architecture.X86_64,
        Assemble(
            "x86_64",
            Everything86,
            "endbr64; pause; rdsspq %rax; prefetchw (%rax); prefetcht0 (%rax); cldemote (%rax); nopw 16(%rax,%rax); cpuid; xgetbv; rdtsc; tzcntq %rax, %rbx; lzcntq %rax, %rbx; bsfq %rax, %rbx; cmpxchg8b (%rax); cmovneq %rax, %rbx; addpd %xmm1, %xmm0; mulss %xmm1, %xmm0; paddd %xmm1, %xmm0; movdqu (%rax), %xmm0; sfence; mfence; fxsave (%rax); bswapq %rax; movnti %eax, (%rbx); emms; fsin; ud2; int3; syscall; leaq 8(%rip), %rax; rep stosb; clflush (%rax)"));

    // xacquire lock inc, xrelease lock inc: the assembler gives the prefix apart.
    [Fact]
    public void Prefixes_that_older_processors_ignore_need_nothing() => NeedNothing(Architecture.X86_64, [("xacquire", [0xf2, 0xf0, 0xff, 0x00]), ("xrelease", [0xf3, 0xf0, 0xff, 0x00])]);

    [Theory]
    [InlineData("usr/lib/aarch64-linux-gnu/libcrypto.so.3")]
    [InlineData("usr/lib/aarch64-linux-gnu/libstdc++.so.6")]
    [InlineData("usr/lib/aarch64-linux-gnu/libatomic.so.1")]
    [InlineData("lib/aarch64-linux-gnu/libgcc_s.so.1")]
    [InlineData("lib/aarch64-linux-gnu/libc.so.6")]
    public void In_functions_of_a_library_of_Debian_for_aarch64_what_is_newer_is_what_the_disassembler_does_not_know(string library)
    {
        string file = Needs.Existing(Path.Combine(Needs.Asset("arm64"), library), library);
        string program = Needs.Program("llvm-objdump");
        Dictionary<ulong, string> all = Disassemble(program, file, "--mattr=+v8.6a,+sve2,+sve,+crypto,+sha2,+aes,+sha3,+sm4,+fullfp16,+fp16fml,+mte,+rand"), old = Disassemble(program, file, "--mattr=+v8a");
        using Assay.Binaries.BinaryStore store = new(new Assay.Primitives.HostMachine());
        CodeImage code = CodeImages.Of(store.Get(file, out _)!.Images[0])!;
        List<string> wrong = [];
        int words = 0, newer = 0;
        foreach (CodeRange function in code.Functions)
            for (ulong at = function.Start; at < function.End; at += 4)
            {
                // Data between instructions is unknown to both.
                if (!all.TryGetValue(at, out string? text) || text.Contains("<unknown>", StringComparison.Ordinal)) continue;
                words++;
                bool isNewer = old[at].Contains("<unknown>", StringComparison.Ordinal), said = !NeedsOf(code.BytesAt(at)[..4].ToArray(), Architecture.Arm64).IsEmpty;
                if (isNewer) newer++;
                if (isNewer != said) wrong.Add($"{at:x}: {text}: {(said ? "said to be newer" : "not said to be newer")}");
            }

        output.WriteLine($"{words} words, {newer} of them newer, {wrong.Count} differ");
        Assert.True(words > 100);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    private const string Everything86 = "+avx512f,+avx512bw,+avx512cd,+avx512dq,+avx512vl,+avx512bf16,+vpclmulqdq,+sse4a,+xop,+fma4,+tbm,+shstk,+cldemote,+rtm";

    private static void NeedNothing(Architecture architecture, IEnumerable<(string Text, byte[] Bytes)> instructions) =>
        Assert.All(instructions, each => Assert.True(InstructionReader.Read(each.Bytes, 0x1000, architecture) is { Needs.IsEmpty: true }, $"{each.Text}: {InstructionReader.Read(each.Bytes, 0x1000, architecture)?.Needs}"));

    private static CpuFeatures NeedsOf(byte[] bytes, Architecture architecture) => InstructionReader.Read(bytes, 0x1000, architecture)!.Needs;

    private static List<(string Text, byte[] Bytes)> Assemble(string architecture, string features, string instructions)
    {
        using TemporaryDirectory directory = new();
        string source = directory.File("x.s", string.Join('\n', instructions.Split(';').Select(line => line.Trim())) + "\n");
        (int status, string text, string error) = ChildProcess.Run(Needs.Program("llvm-mc"), ["-triple=" + architecture, "-mattr=" + features, "-show-encoding", source]);
        Assert.True(status == 0, error);
        List<(string, byte[])> assembled = [];
        foreach (Match match in Encoding().Matches(text))
            assembled.Add((match.Groups[1].Value.Trim(), [.. match.Groups[2].Value.Split(',').Select(part => byte.TryParse(part[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out byte value) ? value : (byte)0)]));
        Assert.True(assembled.Count >= instructions.Split(';').Length, text);
        return assembled;
    }

    private static Dictionary<ulong, string> Disassemble(string program, string file, string features)
    {
        (int status, string text, string error) = ChildProcess.Run(program, ["-d", "--no-show-raw-insn", features, file]);
        Assert.True(status == 0, error);
        Dictionary<ulong, string> lines = [];
        foreach (string line in text.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && ulong.TryParse(line.AsSpan(0, colon).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong address)) lines[address] = line[(colon + 1)..].Trim();
        }

        return lines;
    }

    // An operand that the linker fills in is written with a letter and counts as zero.
    [GeneratedRegex(@"^\s*(.*?)\s*(?://|#) encoding: \[(.*?)\]", RegexOptions.Multiline)]
    private static partial Regex Encoding();
}
