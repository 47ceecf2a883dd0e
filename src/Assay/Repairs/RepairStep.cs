namespace Assay.Repairs;

/// <summary>The steps of a repair, in their order.</summary>
public enum RepairStep
{
    /// <summary>What an earlier run left is finished or removed.</summary>
    Healing,

    /// <summary>Whether it can be done at all.</summary>
    Checking,

    /// <summary>An empty environment is made beside the old one.</summary>
    Creating,

    /// <summary>It is filled.</summary>
    Filling,

    /// <summary>What names the place it was made at is made to name the place it will be at.</summary>
    Rewriting,

    /// <summary>Its modules are compiled, for the place they will be at.</summary>
    Compiling,

    /// <summary>It makes the imports.</summary>
    Verifying,

    /// <summary>It takes the place of the old one, which is set aside.</summary>
    Swapping,

    /// <summary>What is not needed any more is removed.</summary>
    Clearing,
}
