namespace Assay.Loading.Glibc;

/// <summary>What the process does instead of loading.</summary>
internal enum RefusalKind
{
    /// <summary>dlopen returns with a text.</summary>
    Error,

    /// <summary>The process ends.</summary>
    Crash,

    /// <summary>What was read does not decide.</summary>
    Undecided,
}

/// <summary>Why a load does not come to its end.</summary>
/// <param name="Kind">What the process does.</param>
/// <param name="Failure">The facts. Its message is the text of <c>dlerror</c>, the reason of a crash, or what is missing to decide.</param>
internal sealed record Refusal(RefusalKind Kind, LoadFailure Failure)
{
    /// <summary>The signal that ends the process, or null when it exits.</summary>
    public string? Signal { get; init; }

    /// <summary>The exit status as a shell shows it.</summary>
    public int ExitStatus { get; init; }

    /// <summary>True when the text names a path of a system that is not at hand.</summary>
    public bool TextMayVary { get; init; }

    /// <summary>The end by SIGBUS: a page behind the end of the file was touched.</summary>
    /// <param name="failure">The facts.</param>
    public static Refusal BusError(LoadFailure failure) => new(RefusalKind.Crash, failure) { Signal = "SIGBUS", ExitStatus = 128 + 7 };

    /// <summary>The end by one of the loader's own assertions.</summary>
    /// <param name="failure">The facts.</param>
    public static Refusal Assertion(LoadFailure failure) => new(RefusalKind.Crash, failure) { ExitStatus = 127 };
}
