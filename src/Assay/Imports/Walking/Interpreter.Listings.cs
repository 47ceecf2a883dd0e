using Assay.Imports.Finding;

namespace Assay.Imports.Walking;

/// <summary>Directories that code listed: what a text says of their content need not be what the target's own system would say.</summary>
internal sealed partial class Interpreter
{
    private readonly List<DirectoryCache.Listing> doubtfulListings = [];

    /// <summary>Remembers a listing that the target may give otherwise.</summary>
    /// <param name="listing">What <c>os.listdir</c> answered.</param>
    public void NoteListing(DirectoryCache.Listing listing)
    {
        // The order is that of the disk. A directory of sources gets its `__pycache__` when the first of them is imported, where Python may write there.
        bool isOrderKnown = context.Target.IsHost || listing.Names.Length < 2;
        bool isComplete = listing.Contains("__pycache__") || !listing.Names.Any(name => name.EndsWith(".py", StringComparison.Ordinal));
        if ((!isOrderKnown || !isComplete) && !doubtfulListings.Contains(listing)) doubtfulListings.Add(listing);
    }

    /// <summary>True when a text seems to tell what is in a directory that the target may list otherwise.</summary>
    /// <param name="text">The text.</param>
    public bool MayListOtherwise(string text) => doubtfulListings.Exists(listing => listing.Names.Length > 0 && listing.Names.All(name => text.Contains(name, StringComparison.Ordinal)));
}
