namespace Assay.Imports.Values;

/// <summary>
/// Names and what they are bound to: a module's globals, a function's locals, the attributes of a class or an instance. Most hold a handful of names and
/// are thrown away soon, so they are a row that is searched from the front; only long ones get an index.
/// </summary>
/// <param name="depth">How many undecided branches deep it was made; writes from deeper branches are kept in a journal.</param>
internal sealed class Namespace(int depth)
{
    private const int LongestUnindexed = 8;

    // A probe this long does not happen by chance: somebody chose the names, and from here on they are hashed with a secret.
    private const int LongestProbe = 64;

    private Slot[] slots = [];
    private int[]? index;
    private int used;
    private int unbound;
    private bool isSecret;

    /// <summary>How many undecided branches deep it was made.</summary>
    public int Depth { get; } = depth;

    /// <summary>True when code that cannot be followed may have bound further names.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The bound names in the order of binding.</summary>
    public IEnumerable<KeyValuePair<string, Value>> Bindings
    {
        get
        {
            for (int i = 0; i < used; i++)
            {
                if (slots[i].Name is { } name) yield return KeyValuePair.Create(name, slots[i].Value);
            }
        }
    }

    /// <summary>How many names are bound.</summary>
    public int Count => used - unbound;

    /// <summary>What a name is bound to, or null.</summary>
    /// <param name="name">The name.</param>
    public Value? Find(string name)
    {
        int at = used == 0 ? -1 : IndexOf(name);
        return at < 0 ? null : slots[at].Value;
    }

    /// <summary>Binds without a journal. Only for what no branch can undo: the import system, and namespaces just made.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Bind(string name, Value value)
    {
        int at = IndexOf(name);
        if (at >= 0)
        {
            slots[at].Value = value;
            return;
        }

        if (used == slots.Length) Grow();
        slots[used] = new Slot { Name = name, Hash = HashOf(name), Value = value };
        if (index is not null) Enter(used);
        used++;
    }

    /// <summary>Unbinds without a journal.</summary>
    /// <param name="name">The name.</param>
    public bool Unbind(string name)
    {
        int at = IndexOf(name);
        if (at < 0) return false;
        slots[at].Name = null;
        slots[at].Value = null!;
        unbound++;
        if (index is not null) return true;
        while (used > 0 && slots[used - 1].Name is null)
        {
            used--;
            unbound--;
        }

        return true;
    }

    private int IndexOf(string name)
    {
        if (index is null)
        {
            for (int i = 0; i < used; i++)
            {
                if (ReferenceEquals(slots[i].Name, name)) return i;
            }

            int hash = HashOf(name);
            for (int i = 0; i < used; i++)
            {
                if (slots[i].Hash == hash && slots[i].Name == name) return i;
            }

            return -1;
        }

        int wanted = HashOf(name);
        int mask = index.Length - 1;
        for (int at = wanted & mask; index[at] != 0; at = (at + 1) & mask)
        {
            ref Slot slot = ref slots[index[at] - 1];
            if (slot.Hash == wanted && slot.Name == name) return index[at] - 1;
        }

        return -1;
    }

    private void Enter(int slot)
    {
        int mask = index!.Length - 1;
        int probe = 0;
        int at = slots[slot].Hash & mask;
        for (; index[at] != 0; at = (at + 1) & mask) probe++;
        index[at] = slot + 1;
        if (probe > LongestProbe && !isSecret) Reindex(secret: true, slot + 1);
    }

    private void Grow()
    {
        // Names that were unbound leave their places only here.
        if (unbound > used / 2)
        {
            int kept = 0;
            for (int i = 0; i < used; i++)
            {
                if (slots[i].Name is not null) slots[kept++] = slots[i];
            }

            Array.Clear(slots, kept, used - kept);
            used = kept;
            unbound = 0;
        }
        else
        {
            Array.Resize(ref slots, used == 0 ? 4 : used * 2);
        }

        if (slots.Length > LongestUnindexed) Reindex(isSecret, used);
    }

    private void Reindex(bool secret, int count)
    {
        isSecret = secret;
        index = new int[slots.Length * 2];
        for (int i = 0; i < count; i++)
        {
            if (slots[i].Name is not { } name) continue;
            slots[i].Hash = HashOf(name);
            Enter(i);
        }
    }

    // Names in code are short and differ in length, at their ends or in the middle.
    private int HashOf(string name)
    {
        if (isSecret) return name.GetHashCode();
        int length = name.Length;
        if (length == 0) return 0;
        int hash = (length * 31) + name[0];
        hash = (hash * 31) + name[length - 1];
        hash = (hash * 31) + name[length >> 1];
        hash = (hash * 31) + name[length >> 2];
        hash = (hash * 31) + name[length - (length >> 2) - 1];
        return hash ^ (hash >> 15);
    }

    private struct Slot
    {
        public string? Name;
        public int Hash;
        public Value Value;
    }
}
