namespace Assay.Packaging.Trees;

/// <summary>One value of a document in TOML, JSON or YAML. The readers of lock files look at all three through it.</summary>
/// <param name="kind">What it is.</param>
/// <param name="line">The line it begins in, from 1.</param>
/// <param name="text">The text; of a number, a date or a boolean its usual spelling; empty for what holds others.</param>
internal sealed class TreeNode(TreeKind kind, int line, string text = "")
{
    private static readonly Dictionary<string, TreeNode> NoMembers = [];

    /// <summary>What it is.</summary>
    public TreeKind Kind { get; } = kind;

    /// <summary>The line it begins in, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The text.</summary>
    public string Text { get; } = text;

    /// <summary>The items of a list; empty for anything else.</summary>
    public List<TreeNode> Items { get; } = kind == TreeKind.List ? [] : EmptyList.Value;

    /// <summary>The members of a table in the order of the document; empty for anything else.</summary>
    public Dictionary<string, TreeNode> Members { get; } = kind == TreeKind.Table ? new(StringComparer.Ordinal) : NoMembers;

    /// <summary>A member of a table, or null.</summary>
    /// <param name="name">Its key.</param>
    public TreeNode? this[string name] => Members.GetValueOrDefault(name);

    /// <summary>The text of a member, when it is one; null otherwise.</summary>
    /// <param name="name">Its key.</param>
    public string? TextOf(string name) => this[name] is { Kind: TreeKind.Text } node ? node.Text : null;

    /// <summary>The items of a member, when it is a list; empty otherwise.</summary>
    /// <param name="name">Its key.</param>
    public IReadOnlyList<TreeNode> ListOf(string name) => this[name]?.Items ?? EmptyList.Value;

    /// <summary>The texts in a member that is a list.</summary>
    /// <param name="name">Its key.</param>
    public IEnumerable<string> TextsOf(string name) => ListOf(name).Where(item => item.Kind == TreeKind.Text).Select(item => item.Text);

    /// <summary>A member that is a count of bytes, as an integer or in digits; null otherwise.</summary>
    /// <param name="name">Its key.</param>
    public long? SizeOf(string name) => this[name] is { Kind: TreeKind.Integer or TreeKind.Text } node && long.TryParse(node.Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long size) ? size : null;

    /// <summary>True when a member is true.</summary>
    /// <param name="name">Its key.</param>
    public bool IsTrue(string name) => this[name] is { Kind: TreeKind.Boolean or TreeKind.Text, Text: "true" or "True" };

    private static class EmptyList
    {
        public static readonly List<TreeNode> Value = [];
    }
}
