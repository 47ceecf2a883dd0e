using Assay.Binaries.Elf;
using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>What ld.so makes of one file that it may open.</summary>
internal enum Acceptance
{
    /// <summary>It is taken.</summary>
    Accepted,

    /// <summary>It counts as absent, and the search goes on.</summary>
    PassedOver,

    /// <summary>The search ends with an error.</summary>
    Fatal,

    /// <summary>Nothing that can be read decides.</summary>
    Undecided,
}

/// <summary>One candidate of a search, opened and judged by its header.</summary>
/// <param name="Acceptance">What ld.so makes of it.</param>
/// <param name="Reason">Why, for people: lower case, no full stop.</param>
internal sealed record VerifiedFile(Acceptance Acceptance, string Reason)
{
    /// <summary>What the file says; null unless it is accepted.</summary>
    public ElfImage? Image { get; init; }

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; init; }

    /// <summary>Which file it is.</summary>
    public FileIdentity Identity { get; init; }

    /// <summary>The loader's words when <see cref="Acceptance"/> is fatal.</summary>
    public string Text { get; init; } = "";

    /// <summary>Why it is refused or passed over.</summary>
    public LoadFailureKind Kind { get; init; } = LoadFailureKind.MissingLibrary;

    /// <summary>How the step ended.</summary>
    public SearchOutcome Outcome { get; init; } = SearchOutcome.Found;

    /// <summary>The error number that is left behind when it is passed over.</summary>
    public AccessOutcome Error { get; init; } = AccessOutcome.Missing;

    /// <summary>True when it is passed over because of its ELF class.</summary>
    public bool IsOtherClass { get; init; }

    /// <summary>The field that decides, without the path; null when there is none.</summary>
    public Evidence? Evidence { get; init; }
}
