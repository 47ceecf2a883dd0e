using Assay.Examination;
using Assay.Examination.Taking;
using Assay.Primitives;
using Assay.Snapshots;

namespace Assay.Tests.Snapshots;

/// <summary>Takes snapshots of machines in memory and judges them.</summary>
internal static class Taken
{
    public const string Name = "/case.jsonl";

    public static PersonalBytes Nobody { get; } = new(null, [], []);

    public static byte[] Of(ExaminationRequest request, IMachine machine, PersonalBytes? personal = null, bool isShort = true)
    {
        TakenSnapshot taken = SnapshotTaker.Take(request, machine, "test");
        Assert.Null(taken.Fault);
        return taken.Write(Name, personal ?? Nobody, isShort, out _);
    }

    public static ExaminationResult Judge(byte[] file, ExaminationRequest? request = null, string name = Name)
    {
        MemoryMachine machine = new();
        machine.AddFile(name, file);
        return Examiner.Run((request ?? new ExaminationRequest()) with { Subject = name }, machine);
    }
}
