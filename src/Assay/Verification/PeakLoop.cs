using System.Runtime.CompilerServices;

namespace Assay.Verification;

/// <summary>The loops of <see cref="PeakKernel"/>. Every accumulator is a variable of its own: only those live in registers.</summary>
internal static class PeakLoop
{
    /// <summary>Runs with 12 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TVector OfFew<TVector, TStep>(TVector start, TVector factor, TVector addend, long steps)
        where TStep : IMultiplyAdd<TVector>
    {
        TVector v0 = start, v1 = start, v2 = start, v3 = start, v4 = start, v5 = start, v6 = start, v7 = start, v8 = start, v9 = start, v10 = start, v11 = start;
        for (long step = 0; step < steps; step++)
        {
            v0 = TStep.Step(v0, factor, addend);
            v1 = TStep.Step(v1, factor, addend);
            v2 = TStep.Step(v2, factor, addend);
            v3 = TStep.Step(v3, factor, addend);
            v4 = TStep.Step(v4, factor, addend);
            v5 = TStep.Step(v5, factor, addend);
            v6 = TStep.Step(v6, factor, addend);
            v7 = TStep.Step(v7, factor, addend);
            v8 = TStep.Step(v8, factor, addend);
            v9 = TStep.Step(v9, factor, addend);
            v10 = TStep.Step(v10, factor, addend);
            v11 = TStep.Step(v11, factor, addend);
        }

        // All of them go into the result, so that none is dropped.
        v0 = TStep.Step(v0, factor, v1);
        v0 = TStep.Step(v0, factor, v2);
        v0 = TStep.Step(v0, factor, v3);
        v0 = TStep.Step(v0, factor, v4);
        v0 = TStep.Step(v0, factor, v5);
        v0 = TStep.Step(v0, factor, v6);
        v0 = TStep.Step(v0, factor, v7);
        v0 = TStep.Step(v0, factor, v8);
        v0 = TStep.Step(v0, factor, v9);
        v0 = TStep.Step(v0, factor, v10);
        v0 = TStep.Step(v0, factor, v11);
        return v0;
    }

    /// <summary>Runs with 24 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TVector OfMany<TVector, TStep>(TVector start, TVector factor, TVector addend, long steps)
        where TStep : IMultiplyAdd<TVector>
    {
        TVector v0 = start, v1 = start, v2 = start, v3 = start, v4 = start, v5 = start, v6 = start, v7 = start, v8 = start, v9 = start, v10 = start, v11 = start;
        TVector v12 = start, v13 = start, v14 = start, v15 = start, v16 = start, v17 = start, v18 = start, v19 = start, v20 = start, v21 = start, v22 = start, v23 = start;
        for (long step = 0; step < steps; step++)
        {
            v0 = TStep.Step(v0, factor, addend);
            v1 = TStep.Step(v1, factor, addend);
            v2 = TStep.Step(v2, factor, addend);
            v3 = TStep.Step(v3, factor, addend);
            v4 = TStep.Step(v4, factor, addend);
            v5 = TStep.Step(v5, factor, addend);
            v6 = TStep.Step(v6, factor, addend);
            v7 = TStep.Step(v7, factor, addend);
            v8 = TStep.Step(v8, factor, addend);
            v9 = TStep.Step(v9, factor, addend);
            v10 = TStep.Step(v10, factor, addend);
            v11 = TStep.Step(v11, factor, addend);
            v12 = TStep.Step(v12, factor, addend);
            v13 = TStep.Step(v13, factor, addend);
            v14 = TStep.Step(v14, factor, addend);
            v15 = TStep.Step(v15, factor, addend);
            v16 = TStep.Step(v16, factor, addend);
            v17 = TStep.Step(v17, factor, addend);
            v18 = TStep.Step(v18, factor, addend);
            v19 = TStep.Step(v19, factor, addend);
            v20 = TStep.Step(v20, factor, addend);
            v21 = TStep.Step(v21, factor, addend);
            v22 = TStep.Step(v22, factor, addend);
            v23 = TStep.Step(v23, factor, addend);
        }

        // All of them go into the result, so that none is dropped.
        v0 = TStep.Step(v0, factor, v1);
        v0 = TStep.Step(v0, factor, v2);
        v0 = TStep.Step(v0, factor, v3);
        v0 = TStep.Step(v0, factor, v4);
        v0 = TStep.Step(v0, factor, v5);
        v0 = TStep.Step(v0, factor, v6);
        v0 = TStep.Step(v0, factor, v7);
        v0 = TStep.Step(v0, factor, v8);
        v0 = TStep.Step(v0, factor, v9);
        v0 = TStep.Step(v0, factor, v10);
        v0 = TStep.Step(v0, factor, v11);
        v0 = TStep.Step(v0, factor, v12);
        v0 = TStep.Step(v0, factor, v13);
        v0 = TStep.Step(v0, factor, v14);
        v0 = TStep.Step(v0, factor, v15);
        v0 = TStep.Step(v0, factor, v16);
        v0 = TStep.Step(v0, factor, v17);
        v0 = TStep.Step(v0, factor, v18);
        v0 = TStep.Step(v0, factor, v19);
        v0 = TStep.Step(v0, factor, v20);
        v0 = TStep.Step(v0, factor, v21);
        v0 = TStep.Step(v0, factor, v22);
        v0 = TStep.Step(v0, factor, v23);
        return v0;
    }
}
