using System.Globalization;

namespace Assay.Lab;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Options
{
    public const string Usage = """
        usage: lab [OPTIONS]
          --sample N        only N cases, every family of every platform before any twice
          --family NAME     only this family; may be repeated
          --platform NAME   only x86_64, aarch64 or musl
          --base NAME       only this base
          --case ID         only this case, in full
          --seed N          other random choices (default 1)
          --program PATH    judge this program instead of the library: PATH check SUBJECT --import NAME --json ...
          --snapshot        judge snapshots of the broken environments too: they must say the same, word for word
          --diff            hold the cause that a comparison with the healthy environment names against what was really changed
          --loader          judge the loader alone, told which extensions a healthy import opens
          --assets DIR      what `dev.cs assets` made (default artifacts/assets, or ASSAY_ASSETS)
          --work DIR        where trees, toys and results are kept (default artifacts/lab); on the disk of the assets
          --workers N       how many cases at a time (default: one per core)
          --no-cache        ask reality every time
          --list            name the cases and stop
          --keep            leave the broken tree of --case as it is and say where it is
        """;

    public int? Sample { get; init; }

    public HashSet<string> Families { get; init; } = [];

    public string? Platform { get; init; }

    public string? Base { get; init; }

    public string? Case { get; init; }

    public int Seed { get; init; } = 1;

    public string? Program { get; init; }

    public string Assets { get; init; } = "";

    public string Work { get; init; } = "";

    public int Workers { get; init; } = Environment.ProcessorCount;

    public bool UseCache { get; init; } = true;

    public bool List { get; init; }

    public bool Keep { get; init; }

    public bool LoaderAlone { get; init; }

    /// <summary>True to hold what a snapshot says against what the environment itself does.</summary>
    public bool Snapshots { get; init; }

    /// <summary>True to hold the named cause of a broken environment against what was changed in it.</summary>
    public bool Causes { get; init; }

    /// <summary>True when nothing was left out, so that the counts of cases are held to their bars.</summary>
    public bool IsWhole => Sample is null && Families.Count == 0 && Platform is null && Base is null && Case is null;

    /// <summary>Reads the command line; null when it makes no sense.</summary>
    public static Options? Read(string[] arguments, string repository)
    {
        Options options = new()
        {
            Assets = Environment.GetEnvironmentVariable("ASSAY_ASSETS") ?? Path.Combine(repository, "artifacts", "assets"),
            Work = Path.Combine(repository, "artifacts", "lab"),
        };
        for (int index = 0; index < arguments.Length; index++)
        {
            string name = arguments[index];
            if (name is "--no-cache" or "--list" or "--keep" or "--loader" or "--snapshot" or "--diff")
            {
                options = name == "--no-cache" ? options with { UseCache = false } : name == "--list" ? options with { List = true } : name == "--keep" ? options with { Keep = true } : name == "--snapshot" ? options with { Snapshots = true } : name == "--diff" ? options with { Causes = true } : options with { LoaderAlone = true };
                continue;
            }

            if (++index >= arguments.Length) return null;
            string value = arguments[index];
            bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            switch (name)
            {
                case "--sample" when isNumber: options = options with { Sample = number }; break;
                case "--seed" when isNumber: options = options with { Seed = number }; break;
                case "--workers" when isNumber && number > 0: options = options with { Workers = number }; break;
                case "--family": options.Families.Add(value); break;
                case "--platform": options = options with { Platform = value }; break;
                case "--base": options = options with { Base = value }; break;
                case "--case": options = options with { Case = value }; break;
                case "--program": options = options with { Program = Path.GetFullPath(value) }; break;
                case "--assets": options = options with { Assets = Path.GetFullPath(value) }; break;
                case "--work": options = options with { Work = Path.GetFullPath(value) }; break;
                default: return null;
            }
        }

        return options;
    }
}
