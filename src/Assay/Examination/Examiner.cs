using Assay.Primitives;

namespace Assay.Examination;

/// <summary>The story on one page: discover, read, walk the imports, simulate the loader, judge, advise.</summary>
public static class Examiner
{
    /// <summary>Answers a request. Executes nothing of the subject and writes nothing.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="machine">The machine that holds the subject.</param>
    public static ExaminationResult Run(ExaminationRequest request, IMachine machine)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(machine);
        return new ExaminationResult
        {
            Request = request,
            Fault = new SubjectFault(SubjectFaultKind.NotSupported, "the examination is not wired up yet"),
        };
    }
}
