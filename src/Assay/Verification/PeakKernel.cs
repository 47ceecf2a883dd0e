using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Assay.Verification;

/// <summary>A loop of multiply-adds in one kind of vector registers.</summary>
/// <param name="Name">The instructions, as people call them.</param>
/// <param name="Double">Runs some steps in double precision.</param>
/// <param name="DoubleOperations">Operations of one step: lanes times accumulators times two.</param>
/// <param name="Single">The same in single precision.</param>
/// <param name="SingleOperations">Likewise.</param>
internal sealed record PeakKernel(string Name, Func<long, double> Double, int DoubleOperations, Func<long, double> Single, int SingleOperations)
{
    private const double Factor = 0.999999;
    private const double Addend = 0.000001;

    // Latency times throughput of today's units is at most 16; 16 registers hold 12 accumulators, 32 hold 24, beside the two operands.
    private const int Few = 12;
    private const int Many = 24;

    /// <summary>The kernels this processor can run; the widest is not always the fastest.</summary>
    public static IEnumerable<PeakKernel> ForThisProcessor()
    {
        if (Avx512F.IsSupported) yield return new PeakKernel("AVX-512", Double512, 8 * Many * 2, Single512, 16 * Many * 2);
        if (Fma.IsSupported) yield return new PeakKernel("AVX2 with FMA", Double256, 4 * Few * 2, Single256, 8 * Few * 2);
        if (AdvSimd.Arm64.IsSupported) yield return new PeakKernel("NEON", DoubleArm, 2 * Many * 2, SingleArm, 4 * Many * 2);
        else if (!Fma.IsSupported) yield return new PeakKernel("vectors of 128 bits", Double128, 2 * Few * 2, Single128, 4 * Few * 2);
    }

    private static double Double512(long steps) => Avx512F.IsSupported ? Vector512.Sum(PeakLoop.OfMany<Vector512<double>, Wide>(Vector512.Create(1.0), Vector512.Create(Factor), Vector512.Create(Addend), steps)) : 0;

    private static double Single512(long steps) => Avx512F.IsSupported ? Vector512.Sum(PeakLoop.OfMany<Vector512<float>, Wide>(Vector512.Create(1f), Vector512.Create((float)Factor), Vector512.Create((float)Addend), steps)) : 0;

    private static double Double256(long steps) => Fma.IsSupported ? Vector256.Sum(PeakLoop.OfFew<Vector256<double>, Middle>(Vector256.Create(1.0), Vector256.Create(Factor), Vector256.Create(Addend), steps)) : 0;

    private static double Single256(long steps) => Fma.IsSupported ? Vector256.Sum(PeakLoop.OfFew<Vector256<float>, Middle>(Vector256.Create(1f), Vector256.Create((float)Factor), Vector256.Create((float)Addend), steps)) : 0;

    private static double DoubleArm(long steps) => Vector128.Sum(PeakLoop.OfMany<Vector128<double>, Arm>(Vector128.Create(1.0), Vector128.Create(Factor), Vector128.Create(Addend), steps));

    private static double SingleArm(long steps) => Vector128.Sum(PeakLoop.OfMany<Vector128<float>, Arm>(Vector128.Create(1f), Vector128.Create((float)Factor), Vector128.Create((float)Addend), steps));

    private static double Double128(long steps) => Vector128.Sum(PeakLoop.OfFew<Vector128<double>, Plain>(Vector128.Create(1.0), Vector128.Create(Factor), Vector128.Create(Addend), steps));

    private static double Single128(long steps) => Vector128.Sum(PeakLoop.OfFew<Vector128<float>, Plain>(Vector128.Create(1f), Vector128.Create((float)Factor), Vector128.Create((float)Addend), steps));

    private readonly struct Wide : IMultiplyAdd<Vector512<double>>, IMultiplyAdd<Vector512<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> Step(Vector512<double> value, Vector512<double> factor, Vector512<double> addend) => Avx512F.FusedMultiplyAdd(value, factor, addend);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Step(Vector512<float> value, Vector512<float> factor, Vector512<float> addend) => Avx512F.FusedMultiplyAdd(value, factor, addend);
    }

    private readonly struct Middle : IMultiplyAdd<Vector256<double>>, IMultiplyAdd<Vector256<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Step(Vector256<double> value, Vector256<double> factor, Vector256<double> addend) => Fma.MultiplyAdd(value, factor, addend);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Step(Vector256<float> value, Vector256<float> factor, Vector256<float> addend) => Fma.MultiplyAdd(value, factor, addend);
    }

    private readonly struct Arm : IMultiplyAdd<Vector128<double>>, IMultiplyAdd<Vector128<float>>
    {
        // Arm's instruction adds the product to its destination, so the accumulator is the addend here.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<double> Step(Vector128<double> value, Vector128<double> factor, Vector128<double> addend) => AdvSimd.Arm64.FusedMultiplyAdd(value, factor, addend);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Step(Vector128<float> value, Vector128<float> factor, Vector128<float> addend) => AdvSimd.FusedMultiplyAdd(value, factor, addend);
    }

    private readonly struct Plain : IMultiplyAdd<Vector128<double>>, IMultiplyAdd<Vector128<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<double> Step(Vector128<double> value, Vector128<double> factor, Vector128<double> addend) => value * factor + addend;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Step(Vector128<float> value, Vector128<float> factor, Vector128<float> addend) => value * factor + addend;
    }
}
