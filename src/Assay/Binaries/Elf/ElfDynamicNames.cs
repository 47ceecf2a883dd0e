using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>The names that the dynamic section refers to, fetched together.</summary>
/// <param name="Soname">DT_SONAME, or null.</param>
/// <param name="Needs">Every DT_NEEDED in file order.</param>
/// <param name="Rpath">DT_RPATH as stored, or null.</param>
/// <param name="Runpath">DT_RUNPATH as stored, or null.</param>
internal sealed record ElfDynamicNames(string? Soname, ImmutableArray<LibraryNeed> Needs, string? Rpath, string? Runpath)
{
    public static ElfDynamicNames Read(ElfFileView view, ElfDynamicSection dynamic, ElfStringTable? strings)
    {
        ImmutableArray<LibraryNeed>.Builder needs = ImmutableArray.CreateBuilder<LibraryNeed>();
        ElfNameBudget? budget = strings?.NewBudget();
        string? soname = null, rpath = null, runpath = null;
        foreach (ElfDynamicEntry entry in dynamic.Entries)
        {
            if (entry.Tag is not (ElfConstants.DT_NEEDED or ElfConstants.DT_SONAME or ElfConstants.DT_RPATH or ElfConstants.DT_RUNPATH)) continue;
            string? text = view.Faults.Guard(null, () => Text(strings, entry, budget));
            if (text is null) continue;
            switch (entry.Tag)
            {
                case ElfConstants.DT_NEEDED:
                    needs.Add(new LibraryNeed(text, NeedFlags.None, "DT_NEEDED", entry.Offset));
                    break;
                case ElfConstants.DT_SONAME:
                    soname = text;
                    break;
                case ElfConstants.DT_RPATH:
                    rpath = text;
                    break;
                default:
                    runpath = text;
                    break;
            }
        }

        return new ElfDynamicNames(soname, needs.ToImmutable(), rpath, runpath);
    }

    private static string? Text(ElfStringTable? strings, ElfDynamicEntry entry, ElfNameBudget? budget)
    {
        string record = "DT_" + entry.TagName;
        if (strings is null || budget is null) throw new MalformedInputException(entry.Offset, record, "a DT_STRTAB to name it", "none");
        return strings.Text(entry.Value, record, entry.Offset, budget);
    }
}
