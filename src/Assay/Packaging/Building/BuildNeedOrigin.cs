namespace Assay.Packaging.Building;

/// <summary>Where needs of a build were read.</summary>
public enum BuildNeedOrigin
{
    /// <summary>In the archive: its build system, the languages of its sources.</summary>
    Archive,

    /// <summary>In the record of well-known projects (<c>build-needs.json</c>), from their own documentation.</summary>
    Record,
}
