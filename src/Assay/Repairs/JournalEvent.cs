namespace Assay.Repairs;

/// <summary>What a line of the journal says.</summary>
internal enum JournalEvent
{
    /// <summary>Somebody began, and who.</summary>
    Begin,

    /// <summary>A step begins.</summary>
    Step,

    /// <summary>Two environments are about to change places: from here on it is finished, unless nothing moved.</summary>
    Swapping,

    /// <summary>They did.</summary>
    Swapped,

    /// <summary>It is over, one way or the other, and nothing is left to be done.</summary>
    End,
}
