using System.Text;
using Assay.Environments;
using Assay.Packaging;

namespace Assay.Tests.Environments;

/// <summary>The quick look at RECORD finds what the full reading finds, or says that it does not understand.</summary>
public sealed class TopLevelNamesTests
{
    [Theory]
    [InlineData("demo/__init__.py,sha256=x,1\ndemo/core.py,,\nother.py,,\n")]
    [InlineData("demo/data.json,,\r\ndemo/core.so,,\r\n_demo.cpython-311-x86_64-linux-gnu.so,,\r\n")]
    [InlineData("../../../bin/demo,,\n../../../bin/demo.py,,\ndemo-1.0.dist-info/METADATA,,\n__pycache__/x.cpython-311.pyc,,\n")]
    [InlineData("b/x.py\na/x.py\nb/y.py\nnot-a-name/x.py\n/absolute.py\n.py\n")]
    [InlineData("ünï/x.py,,\nx.pyd,,\n")]
    public void Both_readings_agree(string record)
    {
        List<WheelRecordEntry> entries = WheelRecord.Read(record, out _);
        Assert.Equal(TopLevelNames.Of("-", [.. entries.Select(entry => entry.Path), "no-code"], null, new HashSet<string>()), TopLevelNames.OfRecord(Encoding.UTF8.GetBytes(record))!);
    }

    [Theory]
    [InlineData("\"demo/a,b.py\",,\n")]
    [InlineData("demo\\x.py,,\n")]
    [InlineData("demo\0.py,,\n")]
    public void What_it_does_not_understand_is_left_to_the_full_reading(string record) => Assert.Null(TopLevelNames.OfRecord(Encoding.UTF8.GetBytes(record)));
}
