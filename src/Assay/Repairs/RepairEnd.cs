namespace Assay.Repairs;

/// <summary>How a run ended. In every case but the first three the environment is the one it was.</summary>
public enum RepairEnd
{
    /// <summary>The new environment stands in the place of the old one, which is set aside.</summary>
    Repaired,

    /// <summary>The one that was set aside stands in its place again, and the other one is set aside.</summary>
    Undone,

    /// <summary>What was set aside is gone.</summary>
    Kept,

    /// <summary>There was nothing to undo or to let go of.</summary>
    Nothing,

    /// <summary>It was not begun, for a reason that can be seen beforehand.</summary>
    Refused,

    /// <summary>It was begun and could not be done.</summary>
    Failed,

    /// <summary>The user stopped it.</summary>
    Stopped,
}
