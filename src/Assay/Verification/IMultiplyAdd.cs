namespace Assay.Verification;

/// <summary>One multiply-add on vectors.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IMultiplyAdd<TVector>
{
    /// <summary>Multiplies and adds; which operand is the accumulator is up to the processor.</summary>
    static abstract TVector Step(TVector value, TVector factor, TVector addend);
}
