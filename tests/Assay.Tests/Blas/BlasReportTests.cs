using System.Text;
using Assay.Examination;
using Assay.Reporting;
using Assay.Tests.House;
using Assay.Tests.Reporting;

namespace Assay.Tests.Blas;

public sealed class BlasReportTests
{
    private static string Schema => Repository.Read("docs/schema/blas-1.json");

    [Fact]
    public void People_read_who_serves_whom_and_who_says_otherwise() => Assert.Equal("""
        CPython 3.11.2 for x86_64 at /usr (Debian's system Python)
        on linux-glibc2.36-x86_64

                            products of matrices  solvers
        numpy 1.24.2        ATLAS 3.10.3          netlib reference 3.11.0
        demo                -                     -
        scikit-learn 1.2.1  through scipy (1 module)

        ATLAS 3.10.3
          file           /usr/lib/x86_64-linux-gnu/atlas/libblas.so.3.10.3
          which uses     /usr/lib/x86_64-linux-gnu/libatlas.so.3.10.3
          serves         numpy 1.24.2: numpy.core._multiarray_umath (2 routines, `cblas_<name>`)
          reached by     libblas.so.3 -> /usr/lib/x86_64-linux-gnu/libblas.so.3 ->
                         /etc/alternatives/libblas.so.3-x86_64-linux-gnu ->
                         /usr/lib/x86_64-linux-gnu/atlas/libblas.so.3.10.3
          integers       32 bits (LP64)
          threads        none: one thread does everything
          kernels        fixed when it was built

        netlib reference 3.11.0
          file           /usr/lib/x86_64-linux-gnu/lapack/liblapack.so.3.11.0
          serves         numpy 1.24.2: numpy.linalg._umath_linalg (3 routines, `<name>_`)
          reached by     liblapack.so.3 -> /usr/lib/x86_64-linux-gnu/lapack/liblapack.so.3.11.0
          multiplies by  ATLAS 3.10.3 (/usr/lib/x86_64-linux-gnu/atlas/libblas.so.3.10.3)
          integers       32 bits (LP64)
          threads        none: one thread does everything
          kernels        none: plain loops, the same for every processor

          open           demo: does not load: libfoo.so.1: cannot open shared object file: No such file or
                         directory

          elsewhere      numpy.show_config() says `blas`, which is how it was built
          elsewhere      threadpoolctl lists no BLAS, not ATLAS 3.10.3

        """, Text(SampleSurveys.Mixed));

    [Fact]
    public void Faults_that_hardly_anybody_meets_are_told_here_and_only_where_the_release_has_them()
    {
        Assert.Contains("  known          factorising a matrix with extremely small elements", Text(SampleSurveys.With("0.3.21")), StringComparison.Ordinal);
        Assert.Contains("OB-LU-NAN", Text(SampleSurveys.With("0.3.21")), StringComparison.Ordinal);
        Assert.DoesNotContain("OB-LU-NAN", Text(SampleSurveys.With("0.3.34")), StringComparison.Ordinal);
        Assert.Contains("\"OB-LU-NAN\"", Json(SampleSurveys.With("0.3.21")), StringComparison.Ordinal);
        Assert.Empty(SchemaValidator.Validate(Schema, Json(SampleSurveys.With("0.3.21"))));
    }

    [Fact]
    public void Where_nothing_calls_it_that_is_said() =>
        Assert.Contains("nothing that is installed calls BLAS or LAPACK\n", Text(SampleSurveys.Of(new BlasSurvey { Target = SampleSurveys.Target("macos-14-arm64") })), StringComparison.Ordinal);

    [Fact]
    public void Json_fits_its_schema_and_a_reader_that_looks_for_other_words_fails()
    {
        string json = Json(SampleSurveys.Mixed);
        Assert.Empty(SchemaValidator.Validate(Schema, json));
        Assert.NotEmpty(SchemaValidator.Validate(Schema, json.Replace("\"atlas\"", "\"goto\"", StringComparison.Ordinal)));
        Assert.NotEmpty(SchemaValidator.Validate(Schema, json.Replace("\"symbols\"", "\"names\"", StringComparison.Ordinal)));
        Assert.Empty(SchemaValidator.Validate(Schema, Json(new BlasResult { Request = new ExaminationRequest(), Fault = new SubjectFault(SubjectFaultKind.NotFound, "x: does not exist") })));
    }

    private static string Text(BlasResult result)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        BlasText.Write(result, writer, new TextStyle());
        return writer.ToString();
    }

    private static string Json(BlasResult result)
    {
        using MemoryStream stream = new();
        BlasJson.Write(result, "1.0", stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
