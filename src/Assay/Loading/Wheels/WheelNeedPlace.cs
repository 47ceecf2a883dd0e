namespace Assay.Loading.Wheels;

/// <summary>Where a library that a binary of a wheel asks for is to be found.</summary>
public enum WheelNeedPlace
{
    /// <summary>In the wheel.</summary>
    Inside,

    /// <summary>It should be in the wheel and is not: its name or every place it is looked for in belongs to the wheel.</summary>
    Absent,

    /// <summary>Outside the wheel: the system's, the interpreter's or another distribution's. Nothing is said about it.</summary>
    Outside,

    /// <summary>At a place that the system itself does not fill: a library of Homebrew, of MacPorts, of the machine that made the wheel.</summary>
    Foreign,
}
