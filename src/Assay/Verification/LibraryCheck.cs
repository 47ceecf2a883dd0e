namespace Assay.Verification;

/// <summary>One routine and the cases it is tried with.</summary>
/// <param name="routine">The routine as the library spells it.</param>
/// <param name="cases">The cases; each runs the routine when it is asked for its error.</param>
internal sealed class LibraryCheck(string routine, IEnumerable<CheckCase> cases)
{
    /// <summary>The routine as the library spells it.</summary>
    public string Routine => routine;

    /// <summary>Tries all cases.</summary>
    public TrialCheck Run(int threads)
    {
        int count = 0;
        double worst = 0;
        string? wrong = null;
        foreach (CheckCase one in cases)
        {
            count++;
            (double error, string? fault) = one.Run();
            if (!(error <= worst)) worst = double.IsNaN(worst) ? worst : error;
            if (wrong is null && fault is not null) wrong = $"{one.Name}: {fault}";
            else if (wrong is null && !(error <= 1)) wrong = $"{one.Name}: {(double.IsNaN(error) ? "not a number" : $"{error:0.#} times the error that rounding may cause")}";
        }

        return new TrialCheck(routine, threads, count, worst, wrong);
    }
}
