using Assay.Blas;

namespace Assay.Verification;

/// <summary>An opened library with the spelling of its names and, once proved, the width of its integers.</summary>
/// <param name="library">What was asked for.</param>
/// <param name="file">The opened file.</param>
internal sealed class LibraryRoutines(TrialLibrary library, HostLoadedFile file)
{
    /// <summary>What was asked for.</summary>
    public TrialLibrary Library => library;

    /// <summary>The opened file.</summary>
    public HostLoadedFile File => file;

    /// <summary>The width of the Fortran interface: proved, or claimed where nothing could be proved.</summary>
    public IntegerWidth FortranWidth { get; set; } = library.ClaimedWidth;

    /// <summary>The width of the C interface, likewise.</summary>
    public IntegerWidth CblasWidth { get; set; } = library.ClaimedWidth;

    /// <summary>A Fortran routine as this library spells it.</summary>
    public string FortranName(string routine) => library.Prefix + routine + library.FortranSuffix;

    /// <summary>A routine of the C interface as this library spells it.</summary>
    public string CblasName(string routine) => $"{library.Prefix}cblas_{routine}{library.CblasSuffix}";

    /// <summary>The address of a Fortran routine, or zero.</summary>
    public nint Fortran(string routine) => file.Find(FortranName(routine));

    /// <summary>The address of a routine of the C interface, or zero.</summary>
    public nint Cblas(string routine) => file.Find(CblasName(routine));
}
