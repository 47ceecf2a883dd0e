using Assay.Binaries;
using Assay.Blas;

namespace Assay.Tests.Blas;

/// <summary>Names of routines are taken apart as builders put them together, and names that only look like routines are left alone.</summary>
public sealed class BlasSymbolTests
{
    [Theory]
    [InlineData("dgemm_", BinaryFormat.Elf, "dgemm", BlasInterface.Fortran, "", "_", IntegerWidth.Unknown)]
    [InlineData("cblas_dgemm", BinaryFormat.Elf, "dgemm", BlasInterface.Cblas, "", "", IntegerWidth.Unknown)]
    [InlineData("dgemm_64_", BinaryFormat.Elf, "dgemm", BlasInterface.Fortran, "", "_64_", IntegerWidth.Ilp64)]
    [InlineData("cblas_dgemm64_", BinaryFormat.Elf, "dgemm", BlasInterface.Cblas, "", "64_", IntegerWidth.Ilp64)]
    [InlineData("scipy_dgemm_", BinaryFormat.Elf, "dgemm", BlasInterface.Fortran, "scipy_", "_", IntegerWidth.Lp64)]
    [InlineData("scipy_dgelsd_64_", BinaryFormat.Elf, "dgelsd", BlasInterface.Fortran, "scipy_", "_64_", IntegerWidth.Ilp64)]
    [InlineData("scipy_cblas_dgemm64_", BinaryFormat.Elf, "dgemm", BlasInterface.Cblas, "scipy_", "64_", IntegerWidth.Ilp64)]
    [InlineData("_scipy_cblas_sgemm", BinaryFormat.MachO, "sgemm", BlasInterface.Cblas, "scipy_", "", IntegerWidth.Lp64)]
    [InlineData("_dgemm$NEWLAPACK", BinaryFormat.MachO, "dgemm", BlasInterface.Fortran, "", "$NEWLAPACK", IntegerWidth.Lp64)]
    [InlineData("_cblas_dgemm$NEWLAPACK$ILP64", BinaryFormat.MachO, "dgemm", BlasInterface.Cblas, "", "$NEWLAPACK$ILP64", IntegerWidth.Ilp64)]
    [InlineData("_dgetrf_", BinaryFormat.MachO, "dgetrf", BlasInterface.Fortran, "", "_", IntegerWidth.Unknown)]
    [InlineData("dgemm_64", BinaryFormat.Elf, "dgemm", BlasInterface.Fortran, "", "_64", IntegerWidth.Ilp64)]
    [InlineData("DGEMM", BinaryFormat.Pe, "dgemm", BlasInterface.Fortran, "", "", IntegerWidth.Unknown)]
    [InlineData("dgesv", BinaryFormat.Pe, "dgesv", BlasInterface.Fortran, "", "", IntegerWidth.Unknown)]
    [InlineData("LAPACKE_dgesdd_work", BinaryFormat.Elf, "dgesdd", BlasInterface.Lapacke, "", "", IntegerWidth.Unknown)]
    [InlineData("cblas_zdotc_sub", BinaryFormat.Elf, "zdotc", BlasInterface.Cblas, "", "", IntegerWidth.Unknown)]
    [InlineData("ilaver_", BinaryFormat.Elf, "ilaver", BlasInterface.Fortran, "", "_", IntegerWidth.Unknown)]
    public void A_routine_is_recognised(string stored, BinaryFormat format, string routine, BlasInterface by, string prefix, string suffix, IntegerWidth width)
    {
        BlasSymbol? symbol = BlasSymbol.Parse(stored, format);
        Assert.NotNull(symbol);
        Assert.Equal((stored, routine, by, prefix, suffix), (symbol.Stored, symbol.Routine, symbol.Interface, symbol.Convention.Prefix, symbol.Convention.Suffix));
        Assert.Equal(width, symbol.Convention.Width);
    }

    [Theory]
    [InlineData("ddot", BinaryFormat.Elf)] // a C function of that name: Fortran names have a mark here
    [InlineData("dgemm_", BinaryFormat.MachO)] // without the underscore that every C symbol has there
    [InlineData("DGEMM_", BinaryFormat.Elf)]
    [InlineData("second_", BinaryFormat.Elf)]
    [InlineData("lsame_", BinaryFormat.Elf)]
    [InlineData("cblas_xerbla", BinaryFormat.Elf)]
    [InlineData("dgemm_kernel_", BinaryFormat.Elf)]
    [InlineData("malloc", BinaryFormat.Elf)]
    [InlineData("", BinaryFormat.Elf)]
    [InlineData("_", BinaryFormat.MachO)]
    [InlineData("scipy_", BinaryFormat.Elf)]
    [InlineData("cblas_", BinaryFormat.Elf)]
    [InlineData("$NEWLAPACK", BinaryFormat.Elf)]
    public void Everything_else_is_not(string stored, BinaryFormat format) => Assert.Null(BlasSymbol.Parse(stored, format));

    [Fact]
    public void Levels_are_kept_apart()
    {
        Assert.True(BlasRoutines.IsKnown("dgemm") && !BlasRoutines.IsLapack("dgemm"));
        Assert.True(BlasRoutines.IsKnown("dgelsd") && BlasRoutines.IsLapack("dgelsd"));
        Assert.False(BlasRoutines.IsKnown("dgemn") || BlasRoutines.IsLapack("dgemn"));
    }
}
