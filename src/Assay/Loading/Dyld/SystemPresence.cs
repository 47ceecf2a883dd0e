using Assay.Primitives;

namespace Assay.Loading.Dyld;

/// <summary>Whether a version of macOS has something.</summary>
internal enum Presence
{
    /// <summary>Not recorded, or it came or went between two versions that are.</summary>
    Unknown,

    /// <summary>It is there.</summary>
    Present,

    /// <summary>It came later.</summary>
    NotYet,
}

/// <summary>Whether a version of macOS has something, and since when it is there.</summary>
/// <param name="Presence">The answer.</param>
/// <param name="Since">The first recorded version that has it, when the answer is that it came later; the version before that in the record did not.</param>
internal readonly record struct SystemPresence(Presence Presence, PackedVersion? Since = null)
{
    /// <summary>Reads a row of digits, one per recorded version.</summary>
    /// <param name="digits">What is known of each version.</param>
    /// <param name="versions">The versions, ascending.</param>
    /// <param name="version">The version asked about.</param>
    public static SystemPresence Of(PresenceDigits digits, IReadOnlyList<PackedVersion> versions, PackedVersion version)
    {
        int at = -1;
        while (at + 1 < versions.Count && versions[at + 1] <= version) at++;
        if (at >= 0 && digits.IsPresent(at)) return new SystemPresence(Presence.Present);
        int since = at + 1;
        while (since < versions.Count && !digits.IsPresent(since)) since++;

        // What an SDK no longer offers for linking is often kept for old programs: that it went away is no proof that it is gone.
        if (since == versions.Count) return new SystemPresence(Presence.Unknown);

        // The first version that may have it: from the recorded version before that on, nothing is known.
        int first = at + 1;
        while (!digits.IsPresent(first) && !digits.IsOpen(first)) first++;
        bool isOpen = at >= 0 && digits.IsOpen(at);
        bool cameBetween = first == at + 1 && (at < 0 || versions[at] < version);
        return isOpen || cameBetween ? new SystemPresence(Presence.Unknown, versions[since]) : new SystemPresence(Presence.NotYet, versions[since]);
    }
}
