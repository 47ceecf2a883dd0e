using System.Collections.Immutable;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Binaries;

/// <summary>
/// One loadable image, seen neutrally: an ELF or PE file is one, a fat Mach-O file holds several. What only one format has is in the derived
/// class. Symbol tables are read on first use, so the source must stay open (see <see cref="BinaryFile"/>).
/// </summary>
public abstract class BinaryImage
{
    /// <summary>The format.</summary>
    public abstract BinaryFormat Format { get; }

    /// <summary>What the image is.</summary>
    public abstract BinaryKind Kind { get; }

    /// <summary>The architecture its code is for.</summary>
    public abstract Architecture Architecture { get; }

    /// <summary>The machine field exactly as stored, for evidence: <c>e_machine</c>, <c>cputype</c> or <c>Machine</c>.</summary>
    public abstract uint RawMachine { get; }

    /// <summary>The operating system it was built for; ELF says Linux unless EI_OSABI says another.</summary>
    public abstract OperatingSystemKind Platform { get; }

    /// <summary>The oldest system it says it runs on (Mach-O minos, PE subsystem version), or null when it says nothing.</summary>
    public virtual PackedVersion? MinimumOs => null;

    /// <summary>Its own name: DT_SONAME, LC_ID_DYLIB or the export directory's name; null when it has none.</summary>
    public abstract string? Name { get; }

    /// <summary>The libraries it asks for, in the order of the file.</summary>
    public abstract ImmutableArray<LibraryNeed> Needs { get; }

    /// <summary>Where it wants them looked for, in order.</summary>
    public abstract ImmutableArray<SearchPath> SearchPaths { get; }

    /// <summary>The symbols it takes from elsewhere, in table order. Read on first use.</summary>
    public abstract IReadOnlyList<WantedSymbol> WantedSymbols { get; }

    /// <summary>The symbols it offers. Read on first use.</summary>
    public abstract SymbolOffer Offers { get; }

    /// <summary>Its thread-local storage, or null when it has none.</summary>
    public abstract ThreadLocalBlock? ThreadLocal { get; }

    /// <summary>True when it asks for an executable stack, false when it asks for none, null when it does not say (ELF without PT_GNU_STACK, and other formats).</summary>
    public virtual bool? ExecutableStack => null;

    /// <summary>Faults met while reading this image, in the order they were met; grows when symbol tables are read.</summary>
    public abstract IReadOnlyList<BinaryFault> Faults { get; }

    /// <summary>Where the file is read from and what its questions start with, once it is known.</summary>
    internal (ByteSource Source, string Prefix)? Origin { get; set; }

    /// <summary>Answers a question whose answer is short though much is read for it, see <see cref="ByteSource.Ask"/>.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">Finds the answer in this very image.</param>
    internal IReadOnlyList<string> Ask(string question, Func<IReadOnlyList<string>> answer)
    {
        if (Origin is not { } origin) return answer();

        // What is read once and kept is no part of the answer.
        if (origin.Source.PartUsed is not null) Prepare();
        return origin.Source.Ask(origin.Prefix + question, answer);
    }

    /// <summary>Asks whether something is so.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">Finds the answer in this very image.</param>
    internal bool AskWhether(string question, Func<bool> answer) => Ask(question, () => answer() ? ["yes"] : []).Count > 0;

    /// <summary>Reads those tables that are read once and kept.</summary>
    internal virtual void Prepare()
    {
    }

    /// <summary>The bytes of its constants; empty where that is not read. Reads them anew each time.</summary>
    internal virtual ReadOnlyMemory<byte> ReadOnlyData() => default;

    /// <summary>Its constants where they are mapped; empty where that is not read. Reads them anew each time.</summary>
    internal virtual IEnumerable<MappedBytes> Constants() => [];

    /// <summary>Its code where it is mapped; empty where that is not read. Reads it anew each time.</summary>
    internal virtual IEnumerable<MappedBytes> Code() => [];

    /// <summary>Where its code is stored, without what is only mapped beside it where the file tells the two apart: for those who look at more of it than one wants to keep.</summary>
    internal virtual IEnumerable<StoredRange> CodeSections() => [];

    /// <summary>Copies stored bytes of the image.</summary>
    /// <param name="offset">Where they start, in bytes from its beginning.</param>
    /// <param name="destination">Where they go.</param>
    /// <returns>How many were copied; 0 at its end.</returns>
    internal abstract int ReadContent(long offset, Span<byte> destination);

    /// <summary>The C strings that its code hands to an imported function as first argument, each once, in the order of the calls. Reads the code.</summary>
    /// <param name="function">The name of the function as in C.</param>
    internal virtual IReadOnlyList<string> TextsHandedTo(string function) => [];
}
