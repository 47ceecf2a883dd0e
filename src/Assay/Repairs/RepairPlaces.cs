using Assay.Primitives;

namespace Assay.Repairs;

/// <summary>Where everything of a repair lies: in one directory beside the environment, on the same file system.</summary>
/// <param name="Prefix">The environment, absolute, with all links followed.</param>
internal sealed record RepairPlaces(string Prefix)
{
    private const string Suffix = ".assay";

    /// <summary>The directory the environment lies in.</summary>
    public string Parent => PosixPath.Directory(Prefix);

    /// <summary>The environment's own name, which the new one has too, so that what a tool makes of that name is right at once.</summary>
    public string Name => PosixPath.Name(Prefix);

    /// <summary>The directory of everything else.</summary>
    public string Holder => Prefix + Suffix;

    /// <summary>The file that is locked while somebody works.</summary>
    public string Lock => Holder + "/lock";

    /// <summary>What was begun and how far it came.</summary>
    public string Journal => Holder + "/journal";

    /// <summary>Every command and what it printed.</summary>
    public string Log => Holder + "/log";

    /// <summary>What the tool is given to install.</summary>
    public string Requirements => Holder + "/requirements.txt";

    /// <summary>The directory of the one that is being made.</summary>
    public string NewHolder => Holder + "/new";

    /// <summary>The environment that is being made.</summary>
    public string New => NewHolder + "/" + Name;

    /// <summary>The directory of the one that is set aside.</summary>
    public string OldHolder => Holder + "/old";

    /// <summary>The environment that is set aside.</summary>
    public string Old => OldHolder + "/" + Name;

    /// <summary>What is being removed.</summary>
    public string Trash => Holder + "/trash";
}
