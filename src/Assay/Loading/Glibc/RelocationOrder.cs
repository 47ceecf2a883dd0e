namespace Assay.Loading.Glibc;

/// <summary>The order in which the objects of one load are relocated and initialised: dependencies before their users (glibc elf/dl-sort-maps.c).</summary>
internal static class RelocationOrder
{
    /// <summary>Orders the objects of a search list.</summary>
    /// <param name="list">The search list of the object that was opened, itself first.</param>
    /// <param name="depthFirst">True for the way of glibc 2.35 and later.</param>
    public static LinkMap[] Of(LinkMap[] list, bool depthFirst) => depthFirst ? DepthFirst(list) : BehindLastUser(list);

    // _dl_sort_maps_dfs: walks start at the last object and end at the first, whose own needs are not known to the walk yet.
    private static LinkMap[] DepthFirst(LinkMap[] list)
    {
        List<LinkMap> order = new(list.Length);
        HashSet<LinkMap> visited = [];
        Stack<(LinkMap Map, int Next)> path = new();
        for (int i = list.Length - 1; i >= 0; i--)
        {
            if (!visited.Add(list[i])) continue;
            path.Push((list[i], 0));
            while (path.TryPop(out (LinkMap Map, int Next) step))
            {
                LinkMap[] needed = step.Map == list[0] ? [] : step.Map.Needed ?? [];
                if (step.Next == needed.Length)
                {
                    order.Add(step.Map);
                    continue;
                }

                path.Push((step.Map, step.Next + 1));
                LinkMap next = needed[step.Next];
                if (!next.IsMain && visited.Add(next)) path.Push((next, 0));
            }
        }

        HashSet<LinkMap> listed = [.. list];
        return [.. order.Where(listed.Contains)];
    }

    // _dl_sort_maps_original: each object is moved behind the last one that needs it; relocation then goes from the back to the front.
    private static LinkMap[] BehindLastUser(LinkMap[] list)
    {
        LinkMap[] maps = list[1..];
        int[] seen = new int[maps.Length];
        int i = 0;
        while (i < maps.Length)
        {
            seen[i]++;
            LinkMap current = maps[i];
            int user = maps.Length - 1;
            while (user > i && !(maps[user].Needed?.Contains(current) ?? false)) user--;
            if (user > i)
            {
                Array.Copy(maps, i + 1, maps, i, user - i);
                maps[user] = current;
                if (seen[i + 1] <= maps.Length - i)
                {
                    int count = seen[i];
                    Array.Copy(seen, i + 1, seen, i, user - i);
                    seen[user] = count;
                    continue;
                }
            }

            i++;
            if (i < maps.Length) Array.Clear(seen, i, maps.Length - i);
        }

        Array.Reverse(maps);
        return [.. maps, list[0]];
    }
}
