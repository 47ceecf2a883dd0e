using Assay.Lab.Referee;
using Assay.Lab.Toys;
using Assay.Lab.Trees;

namespace Assay.Lab.Cases;

/// <summary>What a family works on: the tree, the question, and its own random numbers.</summary>
internal sealed class Scene(Case @case, CaseTree tree, Workshop workshop, Func<string, Trace> trace)
{
    public Case Case { get; } = @case;

    public BaseEnvironment Base { get; } = @case.Base.In(tree.Root);

    public CaseTree Tree { get; } = tree;

    public Workshop Workshop { get; } = workshop;

    public Random Random { get; } = new(@case.Seed);

    /// <summary>The question, which a family may change.</summary>
    public Question Question { get; set; } = new()
    {
        Import = @case.Import,
        Subject = @case.Base.In(tree.Root).Subject,
        Python = @case.Base.In(tree.Root).Python,
        Target = @case.Base.Target,
        Emulator = @case.Base.Emulator,
        WorkingDirectory = @case.Base.Root == "host" ? tree.Root : "/",
        IsProbe = @case.Base.Kind.HasFlag(Kinds.Musl),
    };

    /// <summary>What was done, for people.</summary>
    public List<string> Notes { get; } = [];

    public SortedDictionary<string, string> Variables => Question.Variables;

    public string Site => Base.Site;

    /// <summary>What the import opens while everything is healthy.</summary>
    public Trace Trace => trace(Question.Import);

    public T Pick<T>(IReadOnlyList<T> choices) => choices.Count > 0 ? choices[this.Random.Next(choices.Count)] : throw new NotApplicableException("nothing to choose from");

    public bool Chance(int percent) => this.Random.Next(100) < percent;

    public void Note(string note) => this.Notes.Add(note);

    /// <summary>Ends the family's work on this case: it does not fit.</summary>
    public static NotApplicableException NotApplicable(string reason) => new(reason);

    /// <summary>A compiled file that the import opens; seldom one that it does not, which must then not matter.</summary>
    /// <param name="which">Extensions, libraries, or either.</param>
    public string Victim(Victims which = Victims.Any)
    {
        Trace trace = this.Trace;
        IReadOnlyList<string> extensions = [.. trace.Opened.Where(IsExtension)];
        IReadOnlyList<string> libraries = [.. trace.Opened.Where(path => !IsExtension(path))];
        if (which == Victims.Any && this.Chance(12))
        {
            IReadOnlyList<string> bystanders = [.. this.Tree.List(this.Site, recursive: true).Where(path => path.EndsWith(".so", StringComparison.Ordinal) && !trace.Opened.Contains(path))];
            if (bystanders.Count > 0) return Chosen(this.Pick(bystanders), " (not opened by this import)");
        }

        bool library = which == Victims.Library || (which == Victims.Any && libraries.Count > 0 && (extensions.Count == 0 || this.Chance(45)));
        IReadOnlyList<string> choices = library ? libraries : extensions;
        if (choices.Count == 0) throw NotApplicable("the import opens nothing of that sort");
        return Chosen(this.Pick(choices), "");

        string Chosen(string path, string remark)
        {
            // The file itself, not a link to it: libraries are mostly reached through links.
            string real = this.Tree.Real(path) ?? throw NotApplicable($"{path} is gone");
            this.Note(real + remark);
            return real;
        }
    }

    /// <summary>Puts a small library or extension into the tree.</summary>
    public void Install(Toy toy, string path, Func<byte[], byte[]>? change = null)
    {
        byte[] content = this.Workshop.Build(toy, Base.Platform);
        this.Tree.Write(path, change is null ? content : change(content), executable: true);
    }

    private static bool IsExtension(string path) => path.Contains(".cpython-", StringComparison.Ordinal) || path.EndsWith(".abi3.so", StringComparison.Ordinal);
}

/// <summary>Which compiled files may be chosen.</summary>
internal enum Victims
{
    Any,
    Extension,
    Library,
}

/// <summary>A family found nothing to do in its case; such cases are not counted.</summary>
internal sealed class NotApplicableException(string message) : Exception(message);
