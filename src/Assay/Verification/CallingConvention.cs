namespace Assay.Verification;

/// <summary>How functions of a Fortran interface give their results back.</summary>
/// <param name="HiddenComplexResult">True when complex results come through a hidden first argument (MKL, old Accelerate), false when they are returned; null when unknown.</param>
/// <param name="FloatAsDouble">True when single-precision functions return double precision, as f2c does (old Accelerate); null when unknown.</param>
public sealed record CallingConvention(bool? HiddenComplexResult, bool? FloatAsDouble);
