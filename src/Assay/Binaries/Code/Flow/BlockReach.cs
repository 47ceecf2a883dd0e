namespace Assay.Binaries.Code.Flow;

/// <summary>
/// How sure it is that each block of a function runs, by control dependence (Ferrante, Ottenstein and Warren, 1987): a block depends on the branches one side of which always comes to it while
/// the other may not. Paths that end the process or throw do not count as a way out.
/// </summary>
internal static class BlockReach
{
    /// <summary>The reach of each block.</summary>
    /// <param name="blocks">The blocks; the first is the entry.</param>
    /// <param name="isGuarding">How sure a side of the branch of a block is taken.</param>
    public static Reach[] Of(IReadOnlyList<CodeBlock> blocks, Func<CodeBlock, Reach> isGuarding)
    {
        int count = blocks.Count, exit = count;
        int[] order = Postorder(blocks, out List<int>[] followers, out List<int>[] leaders);
        int[] dominator = PostDominators(order, followers, exit);
        List<(int Branch, Reach Class)>[] dependences = new List<(int, Reach)>[count];
        for (int branch = 0; branch < count; branch++)
        {
            if (blocks[branch].Successors.Count < 2) continue;
            Reach side = isGuarding(blocks[branch]);
            foreach (int successor in blocks[branch].Successors)
            {
                for (int at = successor, hops = 0; at != exit && at >= 0 && at != dominator[branch] && hops <= count; at = dominator[at], hops++)
                    (dependences[at] ??= []).Add((branch, side));
            }
        }

        bool[] leadsOut = new bool[count + 1];
        foreach (int node in order) leadsOut[node] = true;
        if (count == 0 || !leadsOut[0]) return WithoutExit(blocks);
        return Spread(dependences, leadsOut);
    }

    // Nothing comes back: what stands before the first branch runs, of the rest nothing is known.
    private static Reach[] WithoutExit(IReadOnlyList<CodeBlock> blocks)
    {
        Reach[] reach = new Reach[blocks.Count];
        Array.Fill(reach, Reach.Conditional);
        HashSet<int> straight = [];
        for (int at = 0; at < blocks.Count && straight.Add(at); at = blocks[at].Successors.Count == 1 ? blocks[at].Successors[0] : blocks.Count) reach[at] = Reach.Certain;
        return reach;
    }

    // From certain to guarded: a block is as sure as the best of the branches that lead to it.
    private static Reach[] Spread(List<(int Branch, Reach Class)>[] dependences, bool[] leadsOut)
    {
        Reach[] reach = new Reach[dependences.Length];
        Array.Fill(reach, Reach.Guarded);
        for (int i = 0; i < reach.Length; i++)
            if (dependences[i] is null && leadsOut[i]) reach[i] = Reach.Certain;
        reach[0] = Reach.Certain;
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = 1; i < reach.Length; i++)
            {
                if (dependences[i] is not { } branches) continue;
                Reach best = Reach.Guarded;
                foreach ((int branch, Reach side) in branches)
                {
                    Reach through = side > reach[branch] ? side : reach[branch];
                    if (branch != i && through < best) best = through;
                }

                if (best >= reach[i]) continue;
                reach[i] = best;
                changed = true;
            }
        }

        return reach;
    }

    // Postorder of the reversed graph from one common exit; blocks that never come to it are missing and get nothing.
    private static int[] Postorder(IReadOnlyList<CodeBlock> blocks, out List<int>[] followers, out List<int>[] leaders)
    {
        int count = blocks.Count;
        followers = new List<int>[count + 1];
        leaders = new List<int>[count + 1];
        for (int i = 0; i <= count; i++) (followers[i], leaders[i]) = ([], []);
        for (int i = 0; i < count; i++)
        {
            foreach (int next in blocks[i].Successors) Link(i, next, followers, leaders);
            if (blocks[i].IsExit) Link(i, count, followers, leaders);
        }

        List<int> order = [];
        bool[] seen = new bool[count + 1];
        Stack<(int Node, int Next)> open = new([(count, 0)]);
        seen[count] = true;
        while (open.TryPop(out (int Node, int Next) top))
        {
            if (top.Next == leaders[top.Node].Count)
            {
                order.Add(top.Node);
                continue;
            }

            open.Push((top.Node, top.Next + 1));
            int before = leaders[top.Node][top.Next];
            if (seen[before]) continue;
            seen[before] = true;
            open.Push((before, 0));
        }

        return [.. order];
    }

    private static void Link(int from, int to, List<int>[] followers, List<int>[] leaders)
    {
        followers[from].Add(to);
        leaders[to].Add(from);
    }

    // Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm".
    private static int[] PostDominators(int[] order, List<int>[] followers, int exit)
    {
        int[] rank = new int[followers.Length];
        Array.Fill(rank, -1);
        for (int i = 0; i < order.Length; i++) rank[order[i]] = i;
        int[] dominator = new int[followers.Length];
        Array.Fill(dominator, -1);
        dominator[exit] = exit;
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = order.Length - 2; i >= 0; i--)
            {
                int node = order[i], best = -1;
                foreach (int next in followers[node])
                {
                    if (dominator[next] < 0) continue;
                    best = best < 0 ? next : Meet(best, next, dominator, rank);
                }

                if (best < 0 || dominator[node] == best) continue;
                dominator[node] = best;
                changed = true;
            }
        }

        return dominator;
    }

    private static int Meet(int left, int right, int[] dominator, int[] rank)
    {
        while (left != right)
        {
            while (rank[left] < rank[right]) left = dominator[left];
            while (rank[right] < rank[left]) right = dominator[right];
        }

        return left;
    }
}
