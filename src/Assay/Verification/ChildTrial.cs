namespace Assay.Verification;

/// <summary>The story of one child: measure the processor, open, ask, prove, solve, check, time.</summary>
/// <param name="order">What to do.</param>
/// <param name="speaker">Where it is said.</param>
internal sealed class ChildTrial(TrialOrder order, TrialSpeaker speaker)
{
    private readonly BlasTrialRequest request = order.Request;

    /// <summary>Does it all, or ends where the loader refuses a file.</summary>
    public void Run()
    {
        if (!BitConverter.IsLittleEndian)
        {
            speaker.Say(new TrialMessage { Refused = "this processor stores the high byte first; trials know only the other order" });
            return;
        }

        // Before foreign code runs: its threads would share the processor.
        if (!request.Sizes.IsEmpty)
        {
            speaker.Begin(TrialStep.Peak);
            PeakMeasurement? peak = PeakMeter.Measure(order.Threads);
            speaker.Say(peak is not null ? new TrialMessage { Peak = peak } : new TrialMessage { Note = "the peak of this processor could not be measured" });
        }

        foreach (string path in request.Preload)
            if (Open(path) is null) return;
        LibraryRoutines? blas = null;
        if (request.Blas is { } blasLibrary)
        {
            if (Open(blasLibrary.Path) is not { } file) return;
            blas = new LibraryRoutines(blasLibrary, file);
        }

        LibraryRoutines? lapack = null;
        if (request.Lapack is { } lapackLibrary)
        {
            if (Open(lapackLibrary.Path) is not { } file) return;
            lapack = new LibraryRoutines(lapackLibrary, file);
        }

        speaker.Begin(TrialStep.Facts);
        foreach (RuntimeFact fact in RuntimeFacts.Ask(blas, lapack)) speaker.Say(new TrialMessage { Fact = fact });
        Probe(blas, lapack);
        Solve(lapack);
        foreach (LibraryCheck check in LibraryChecks.For(blas, lapack))
        {
            speaker.Begin(TrialStep.Checks, check.Routine);
            speaker.Say(new TrialMessage { Check = check.Run(order.Threads) });
        }

        if (blas is not null) new GemmTimer(blas, order, speaker).Run();
        speaker.Begin(TrialStep.Closing);
    }

    private HostLoadedFile? Open(string path)
    {
        speaker.Begin(TrialStep.Opening, path);
        HostLoadedFile? file = HostLoadedFile.Open(path, out string refusal);
        if (file is null) speaker.Say(new TrialMessage { Refused = refusal });
        return file;
    }

    private void Probe(LibraryRoutines? blas, LibraryRoutines? lapack)
    {
        speaker.Begin(TrialStep.Probes);
        if (blas is not null)
        {
            speaker.Say(new TrialMessage { Width = WidthProbes.ProveFortran(blas, "BLAS") });
            if (WidthProbes.ProveCblas(blas) is { } proof) speaker.Say(new TrialMessage { Width = proof });
            speaker.Say(new TrialMessage { Convention = ConventionProbes.Ask(blas) });
        }

        if (lapack is not null) speaker.Say(new TrialMessage { Width = WidthProbes.ProveFortran(lapack, "LAPACK") });
        SayWhoAnswers(blas, "dgemm");
        SayWhoAnswers(lapack, "dgelsd");
        SayWhoAnswers(lapack, "dgesv");
    }

    private void SayWhoAnswers(LibraryRoutines? library, string routine)
    {
        if (library is null) return;
        nint address = library.Fortran(routine);
        string symbol = library.FortranName(routine);
        if (address == 0 && routine == "dgemm" && library.Cblas(routine) is not 0 and nint other)
        {
            address = other;
            symbol = library.CblasName(routine);
        }

        if (address == 0) speaker.Say(new TrialMessage { Note = $"`{library.Library.Path}` has no `{symbol}`" });
        else if (HostLoadedFile.HomeOf(address) is { } home && home != HostLibraryC.RealPath(library.Library.Path))
            speaker.Say(new TrialMessage { Elsewhere = new SymbolHome(symbol, library.Library.Path, home) });
    }

    private void Solve(LibraryRoutines? lapack)
    {
        if (lapack is null || lapack.Fortran("dgelsd") == 0) return;
        speaker.Begin(TrialStep.Example, lapack.FortranName("dgelsd"));
        speaker.Say(new TrialMessage { Example = RegressionExample.Solve(lapack) });
    }
}
