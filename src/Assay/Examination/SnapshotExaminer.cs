using Assay.Primitives;
using Assay.Snapshots;

namespace Assay.Examination;

/// <summary>Judges a snapshot as the machine that it was taken of.</summary>
internal static class SnapshotExaminer
{
    /// <summary>Opens a snapshot.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="machine">The machine that holds it.</param>
    /// <param name="fault">Why there is none, or null.</param>
    public static Snapshot? Open(string path, IMachine machine, out SubjectFault? fault)
    {
        using ByteSource? source = machine.Open(path, out _);
        if (source is null)
        {
            fault = new SubjectFault(SubjectFaultKind.Unreadable, $"{path}: cannot be read");
            return null;
        }

        Snapshot? snapshot = SnapshotReader.Read(source, PosixPath.Name(path), out SnapshotFault? problem);
        fault = problem is null ? null : new SubjectFault(SubjectFaultKind.NotAnEnvironment, $"{path}: {problem}");
        return snapshot;
    }

    /// <summary>Examines one.</summary>
    /// <param name="request">What is asked; without imports those that the snapshot was taken for.</param>
    /// <param name="machine">The machine that holds the snapshot.</param>
    public static ExaminationResult Run(ExaminationRequest request, IMachine machine)
    {
        if (Open(request.Subject!, machine, out SubjectFault? fault) is not { } snapshot) return new ExaminationResult { Request = request, Fault = fault };
        ExaminationRequest inside = Inside(request, snapshot);
        try
        {
            return Examiner.Run(inside, snapshot.Machine) with { Request = request with { Imports = inside.Imports } };
        }
        catch (Exception error) when (NotRecordedException.In(error) is { } missing)
        {
            return new ExaminationResult { Request = request, Fault = Lacking(request, missing) };
        }
    }

    /// <summary>Says who does the linear algebra there.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="machine">The machine that holds the snapshot.</param>
    public static BlasResult RunBlas(ExaminationRequest request, IMachine machine)
    {
        if (Open(request.Subject!, machine, out SubjectFault? fault) is not { } snapshot) return new BlasResult { Request = request, Fault = fault };
        try
        {
            return BlasExaminer.Run(Inside(request, snapshot), snapshot.Machine) with { Request = request };
        }
        catch (Exception error) when (NotRecordedException.In(error) is { } missing)
        {
            return new BlasResult { Request = request, Fault = Lacking(request, missing) };
        }
    }

    /// <summary>A request as it would be made on the machine itself.</summary>
    internal static ExaminationRequest Inside(ExaminationRequest request, Snapshot snapshot) => request with
    {
        Subject = snapshot.Facts.Subject,
        Root = null,
        Imports = request.Imports.IsEmpty ? snapshot.Facts.Imports : request.Imports,
        WorkingDirectory = snapshot.Facts.WorkingDirectory,
        Notes = snapshot.Notes,
        Host = snapshot.Facts.Host,
        ReadsAhead = false,
    };

    private static SubjectFault Lacking(ExaminationRequest request, NotRecordedException missing) => new(SubjectFaultKind.NotSupported, $"{request.Subject}: {missing.Message}, so nothing can be judged");
}
