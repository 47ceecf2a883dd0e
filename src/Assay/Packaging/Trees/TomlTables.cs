namespace Assay.Packaging.Trees;

/// <summary>The tables of a TOML document while it is read: who may be declared, extended or written to (TOML 1.0, "Table", "Inline Table", "Array of Tables").</summary>
internal sealed class TomlTables
{
    // Declared by a header, or an array of tables.
    private readonly HashSet<TreeNode> declared = [];

    // Written as a value: complete where it stands.
    private readonly HashSet<TreeNode> closed = [];

    // Made by a dotted key, with the section that made it: only there more dotted keys may add to it.
    private readonly Dictionary<TreeNode, int> dotted = [];

    private TreeNode current;
    private int section;

    public TomlTables() => current = Root;

    public TreeNode Root { get; } = new(TreeKind.Table, 1);

    /// <summary>Takes a header; gives the reason when it may not stand there.</summary>
    public string? Declare(List<string> key, bool isArray, int line)
    {
        section++;
        TreeNode at = Root;
        foreach (string part in key.SkipLast(1))
        {
            if (at[part] is not { } child) at.Members[part] = child = new TreeNode(TreeKind.Table, line);
            if (Enter(child) is not { } inner) return Taken(part);
            at = inner;
        }

        string last = key[^1];
        TreeNode? existing = at[last];
        if (isArray)
        {
            if (existing is null)
            {
                at.Members[last] = existing = new TreeNode(TreeKind.List, line);
                declared.Add(existing);
            }
            else if (existing.Kind != TreeKind.List || closed.Contains(existing))
            {
                return Taken(last);
            }

            current = new TreeNode(TreeKind.Table, line);
            existing.Items.Add(current);
            return null;
        }

        if (existing is null) at.Members[last] = existing = new TreeNode(TreeKind.Table, line);
        else if (existing.Kind != TreeKind.Table || closed.Contains(existing) || dotted.ContainsKey(existing)) return Taken(last);
        if (!declared.Add(existing)) return Taken(last);
        current = existing;
        return null;
    }

    /// <summary>Takes a key with its value into the current table; gives the reason when it may not stand there.</summary>
    public string? Add(List<string> key, TreeNode value, int line)
    {
        TreeNode at = current;
        foreach (string part in key.SkipLast(1))
        {
            if (at[part] is not { } child) at.Members[part] = child = new TreeNode(TreeKind.Table, line);
            else if (child.Kind != TreeKind.Table || declared.Contains(child) || closed.Contains(child) || (dotted.TryGetValue(child, out int maker) && maker != section)) return Taken(part);
            dotted[child] = section;
            at = child;
        }

        return Put(at, key[^1], value);
    }

    /// <summary>Takes a key with its value into an inline table that is being read; gives the reason when it may not stand there.</summary>
    public string? AddInline(TreeNode table, List<string> key, TreeNode value, int line)
    {
        TreeNode at = table;
        foreach (string part in key.SkipLast(1))
        {
            if (at[part] is not { } child) at.Members[part] = child = new TreeNode(TreeKind.Table, line);
            else if (child.Kind != TreeKind.Table || closed.Contains(child)) return Taken(part);
            at = child;
        }

        return Put(at, key[^1], value);
    }

    private string? Put(TreeNode table, string name, TreeNode value)
    {
        if (!table.Members.TryAdd(name, value)) return Taken(name);
        if (value.Kind is TreeKind.Table or TreeKind.List) closed.Add(value);
        return null;
    }

    // Of an array of tables its last one is meant.
    private TreeNode? Enter(TreeNode node) =>
        closed.Contains(node) ? null : node.Kind == TreeKind.Table ? node : node.Kind == TreeKind.List ? node.Items[^1] : null;

    private static string Taken(string name) => $"expected a key that is not taken yet, found `{name}` again";
}
