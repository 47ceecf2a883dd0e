using Assay.Targets.Cpu;
using Iced.Intel;
using IcedCode = Iced.Intel.Code;

namespace Assay.Binaries.Code;

/// <summary>
/// What x86-64 instructions need, by Iced's table of CPUID bits. Left out is what every processor that runs 64-bit code has, what older ones pass over (endbr64, pause, prefetchw and the hints
/// among the NOPs), what only asks (cpuid, xgetbv), and TZCNT and LZCNT: without their bits they run as BSF and BSR, which is another result and no fault.
/// </summary>
internal static class X86Needs
{
    // One entry per Iced code (Iced.Intel.Code, about 5000).
    private static readonly CpuFeatures[] ByCode = Build();

    /// <summary>What an instruction needs.</summary>
    /// <param name="instruction">The instruction.</param>
    public static CpuFeatures Of(in Instruction instruction) => ByCode[(int)instruction.Code];

    /// <summary>What instructions of a code need.</summary>
    /// <param name="code">The code.</param>
    public static CpuFeatures Of(IcedCode code) => ByCode[(int)code];

    private static CpuFeatures[] Build()
    {
        IcedCode[] codes = Enum.GetValues<IcedCode>();
        CpuFeatures[] table = new CpuFeatures[codes.Max(code => (int)code) + 1];
        foreach (IcedCode code in codes) table[(int)code] = Look(code);
        return table;
    }

    private static CpuFeatures Look(IcedCode code)
    {
        if (code.Mnemonic() is Mnemonic.Lahf or Mnemonic.Sahf) return new CpuFeatures(CpuFeature.LahfSahf);
        if (code.Mnemonic() is Mnemonic.Tzcnt or Mnemonic.Lzcnt) return default;
        CpuFeatures needs = default;
        foreach (CpuidFeature feature in code.CpuidFeatures())
            if (Of(feature) is { } known) needs = needs.With(known);
        return needs;
    }

    private static CpuFeature? Of(CpuidFeature feature) => feature switch
    {
        CpuidFeature.SSE3 => CpuFeature.Sse3,
        CpuidFeature.SSSE3 => CpuFeature.Ssse3,
        CpuidFeature.SSE4_1 => CpuFeature.Sse41,
        CpuidFeature.SSE4_2 => CpuFeature.Sse42,
        CpuidFeature.POPCNT => CpuFeature.Popcnt,
        CpuidFeature.CMPXCHG16B => CpuFeature.Cmpxchg16b,
        CpuidFeature.AVX => CpuFeature.Avx,
        CpuidFeature.AVX2 => CpuFeature.Avx2,
        CpuidFeature.BMI1 => CpuFeature.Bmi1,
        CpuidFeature.BMI2 => CpuFeature.Bmi2,
        CpuidFeature.F16C => CpuFeature.F16c,
        CpuidFeature.FMA => CpuFeature.Fma,
        CpuidFeature.MOVBE => CpuFeature.Movbe,
        CpuidFeature.AVX512F => CpuFeature.Avx512f,
        CpuidFeature.AVX512BW => CpuFeature.Avx512bw,
        CpuidFeature.AVX512CD => CpuFeature.Avx512cd,
        CpuidFeature.AVX512DQ => CpuFeature.Avx512dq,
        CpuidFeature.AVX512VL => CpuFeature.Avx512vl,
        CpuidFeature.AES => CpuFeature.Aes,
        CpuidFeature.PCLMULQDQ => CpuFeature.Pclmulqdq,
        CpuidFeature.SHA => CpuFeature.Sha,
        CpuidFeature.ADX => CpuFeature.Adx,
        CpuidFeature.RDRAND => CpuFeature.Rdrand,
        CpuidFeature.RDSEED => CpuFeature.Rdseed,
        CpuidFeature.GFNI => CpuFeature.Gfni,
        CpuidFeature.VAES => CpuFeature.Vaes,
        CpuidFeature.VPCLMULQDQ => CpuFeature.Vpclmulqdq,
        CpuidFeature.AVX512_IFMA => CpuFeature.Avx512Ifma,
        CpuidFeature.AVX512_VBMI => CpuFeature.Avx512Vbmi,
        CpuidFeature.AVX512_VBMI2 => CpuFeature.Avx512Vbmi2,
        CpuidFeature.AVX512_VNNI => CpuFeature.Avx512Vnni,
        CpuidFeature.AVX512_BITALG => CpuFeature.Avx512Bitalg,
        CpuidFeature.AVX512_VPOPCNTDQ => CpuFeature.Avx512Vpopcntdq,
        CpuidFeature.AVX512_VP2INTERSECT => CpuFeature.Avx512Vp2intersect,
        CpuidFeature.AVX512_BF16 => CpuFeature.Avx512Bf16,
        CpuidFeature.AVX512_FP16 => CpuFeature.Avx512Fp16,
        CpuidFeature.AVX512ER => CpuFeature.Avx512er,
        CpuidFeature.AVX512PF => CpuFeature.Avx512pf,
        CpuidFeature.AVX512_4VNNIW => CpuFeature.Avx5124vnniw,
        CpuidFeature.AVX512_4FMAPS => CpuFeature.Avx5124fmaps,
        CpuidFeature.AVX_VNNI => CpuFeature.AvxVnni,
        CpuidFeature.AVX_IFMA => CpuFeature.AvxIfma,
        CpuidFeature.AVX_VNNI_INT8 => CpuFeature.AvxVnniInt8,
        CpuidFeature.AVX_VNNI_INT16 => CpuFeature.AvxVnniInt16,
        CpuidFeature.AVX_NE_CONVERT => CpuFeature.AvxNeConvert,
        CpuidFeature.AMX_TILE => CpuFeature.AmxTile,
        CpuidFeature.AMX_INT8 => CpuFeature.AmxInt8,
        CpuidFeature.AMX_BF16 => CpuFeature.AmxBf16,
        CpuidFeature.AMX_FP16 => CpuFeature.AmxFp16,
        CpuidFeature.SHA512 => CpuFeature.X86Sha512,
        CpuidFeature.SM3 => CpuFeature.X86Sm3,
        CpuidFeature.SM4 => CpuFeature.X86Sm4,
        CpuidFeature.SSE4A => CpuFeature.Sse4a,
        CpuidFeature.XOP => CpuFeature.Xop,
        CpuidFeature.FMA4 => CpuFeature.Fma4,
        CpuidFeature.TBM => CpuFeature.Tbm,
        _ => null,
    };
}
