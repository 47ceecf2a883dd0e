namespace Assay.Packaging.Locking;

/// <summary>A locked package that is, or may be, installed on a machine.</summary>
/// <param name="Package">The package.</param>
/// <param name="IsCertain">True when it is installed by whoever installs the lock file as it is; false when an extra or a group that nobody has to ask for brings it, or when the file leaves that open.</param>
public sealed record SelectedPackage(LockedPackage Package, bool IsCertain);
