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
internal sealed unsafe record PeakKernel(string Name, Action<long> Double, int DoubleOperations, Action<long> Single, int SingleOperations)
{
    private const double Factor = 0.999999;
    private const double Addend = 0.000001;

    // CPUID, leaf 1 in ecx and leaf 7 in ebx; XCR0 (Intel SDM volume 1, 13.3 and 14.5.3).
    private const int Fused = 1 << 12, SavesState = 1 << 27, Avx = 1 << 28, Foundation512 = 1 << 16;
    private const int State256 = 0b110, State512 = 0b1110_0110;

    /// <summary>The kernels this processor can run; the widest is not always the fastest. None where the right instructions cannot be had.</summary>
    public static IEnumerable<PeakKernel> ForThisProcessor()
    {
        if (AdvSimd.Arm64.IsSupported)
            return [new PeakKernel("NEON", DoubleArm, 2 * PeakCode.Many * 2, SingleArm, 4 * PeakCode.Many * 2)];
        if (!X86Base.X64.IsSupported) return [];
        int features = X86Base.CpuId(1, 0).Ecx;
        if ((features & (Fused | SavesState | Avx)) == (Fused | SavesState | Avx)) return Fast();
        return (features & Avx) != 0 ? [] : [new PeakKernel("SSE2", Double128, 2 * PeakCode.Few * 2, Single128, 4 * PeakCode.Few * 2)];
    }

    private static List<PeakKernel> Fast()
    {
        // The code follows the calling convention of Unix; that of Windows keeps other registers.
        nint state = OperatingSystem.IsWindows() ? 0 : HostMachineCode.Place(PeakCode.SavedState);
        if (state == 0) return [];
        int saved = ((delegate* unmanaged[Cdecl]<int>)state)();
        List<PeakKernel> kernels = [];
        if ((saved & State256) == State256 && Kernel("AVX2 with FMA", PeakCode.Double256, PeakCode.Single256, 4 * PeakCode.Few * 2) is { } middle) kernels.Add(middle);
        if ((saved & State512) == State512 && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ebx & Foundation512) != 0
            && Kernel("AVX-512", PeakCode.Double512, PeakCode.Single512, 8 * PeakCode.Many * 2) is { } wide) kernels.Add(wide);
        return kernels;
    }

    private static PeakKernel? Kernel(string name, string twice, string once, int operations)
    {
        nint inDouble = HostMachineCode.Place(twice), inSingle = HostMachineCode.Place(once);
        return inDouble == 0 || inSingle == 0 ? null : new PeakKernel(name, RunDouble, operations, RunSingle, operations * 2);

        void RunDouble(long steps)
        {
            double* constants = stackalloc double[] { Factor, Addend };
            ((delegate* unmanaged[Cdecl]<long, void*, void>)inDouble)(Math.Max(1, steps), constants);
        }

        void RunSingle(long steps)
        {
            float* constants = stackalloc float[] { (float)Factor, (float)Addend };
            ((delegate* unmanaged[Cdecl]<long, void*, void>)inSingle)(Math.Max(1, steps), constants);
        }
    }

    private static void DoubleArm(long steps) => Keep(Vector128.Sum(PeakLoop.OfMany<Vector128<double>, Arm>(Vector128.Create(1.0), Vector128.Create(Factor), Vector128.Create(Addend), steps)));

    private static void SingleArm(long steps) => Keep(Vector128.Sum(PeakLoop.OfMany<Vector128<float>, Arm>(Vector128.Create(1f), Vector128.Create((float)Factor), Vector128.Create((float)Addend), steps)));

    private static void Double128(long steps) => Keep(Vector128.Sum(PeakLoop.OfFew<Vector128<double>, Plain>(Vector128.Create(1.0), Vector128.Create(Factor), Vector128.Create(Addend), steps)));

    private static void Single128(long steps) => Keep(Vector128.Sum(PeakLoop.OfFew<Vector128<float>, Plain>(Vector128.Create(1f), Vector128.Create((float)Factor), Vector128.Create((float)Addend), steps)));

    private static double kept;

    // A result that goes nowhere would be computed by nobody.
    private static void Keep(double result) => Volatile.Write(ref kept, result);

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
