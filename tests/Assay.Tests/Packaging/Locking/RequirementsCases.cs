namespace Assay.Tests.Packaging.Locking;

/// <summary>Sets of requirements files; the first of each is read. A directory <c>pkg</c> with a project, and the variable <c>TOKEN</c>, are there.</summary>
internal static class RequirementsCases
{
    /// <summary>The sets: names and contents.</summary>
    public static readonly (string Name, string Content)[][] All =
    [
        One("numpy\nscipy>=1.10 # why\n  # only a comment\n\nsklearn#no-comment\n"),
        One("numpy==1.26.4 \\\n    --hash=sha256:" + new string('a', 64) + " \\\n    --hash sha384:" + new string('b', 96) + "\n"),
        One("numpy \\\n# a comment ends it \\\nscipy\n"),
        One("numpy==1.0 \\\n   # via x\nscipy\\\n\n==1.0\npandas\\"),
        One("\\numpy\\\n>=1\n\\\\\n"),
        One("a;python_version<'3.8'\nb ; sys_platform == \"win32\" and (os_name=='nt')\nc[x,Y_z]>=1,<2;extra=='t'\nd (>=1.0)\ne~=1.0,!=1.5\n"),
        One("demo @ https://example.org/demo-1.0.tar.gz\ndemo2@https://example.org/a.zip#sha256=00 ; python_version > '3'\ngit-thing @ git+https://example.org/x.git@main\n"),
        One("https://example.org/demo-1.0-py3-none-any.whl\nhttps://example.org/demo.tar.gz#egg=demo\ngit+ssh://git@example.org/x.git@v1#egg=thing[extra]&subdirectory=sub\nhttp://example.org/x.zip; python_version < '4'\n"),
        One("./pkg\npkg/\n./pkg[extra]\n./gone-1.0-py3-none-any.whl\ngone.tar.gz ; os_name == 'posix'\n"),
        One("-e ./pkg\n--editable=./pkg[a,b]\n-e git+https://example.org/x.git#egg=x\n-egit+https://example.org/y.git#egg=y\n"),
        One("-i https://one.example/simple\n--extra-index-url https://two.example/simple\n--extra-index-url=https://three.example/simple\n--find-links ./wheels\n-f https://links.example/\n--pre\n--prefer-binary\n--trusted-host two.example\n"),
        One("--index-url https://one.example/simple --extra-index-url https://two.example\n--index-url https://four.example\nnumpy --index-url https://no.example\n"),
        One("--extra-index-url https://two.example\n--no-index\n--extra-index-url https://three.example\n--index-url https://one.example\n"),
        One("--no-binary :all:\n--only-binary Num_Py,scipy\n--no-binary scipy\n"),
        One("--only-binary=:all:,:none:,a\n--no-binary=b,:none:,c\n--only-binary c --no-binary a\n"),
        One("numpy --no-binary numpy\nscipy --only-binary=:all: --hash=sha256:" + new string('0', 64) + "\n"),
        One("--require-hashes\n--pypi-url https://p.example\n--extra-index https://short.example\n--use-feature fast-deps\n"),
        One("numpy --global-option=\"--x\" --config-settings 'a=b c'\n"),
        One("-r more/second.txt\nzlib-ng\n", ("more/second.txt", "-r third.txt\n-c limits.txt\nscipy\n"), ("more/third.txt", "numpy\n--find-links here\n"), ("more/limits.txt", "numpy<2\nscipy<2 ; python_version > '3'\n")),
        One("--requirement=second.txt\n-csecond.txt\n-r second.txt -c third.txt\n", ("second.txt", "a\n-r third.txt"), ("third.txt", "b==1\n")),
        One("-r ./sub/../second.txt extra words\nnumpy -r second.txt\n", ("second.txt", "a\n")),
        One("https://${TOKEN}@example.org/a-1.0.tar.gz#egg=a\n--index-url https://u:${TOKEN}@one.example/${NOT_SET}/${lower}\n${TOKEN}\n"),
        One("numpy\r\nscipy\rpandas\u2028attrs\u0085six\v\f\u001cpluggy\n"),
        One("\u00a0numpy\u3000\nscipy\t>=1\t# x\n\t-i https://tab.example\n"),
        One("\ufeffnumpy\nscipy\n"),
        One("# -*- coding: utf-8 -*-\n# café\nnumpy\n"),
        One("numpy == 1.0 -- something\nscipy - --pre\n-- --pre\n"),
        One("numpy=1.0\n"), One("-x\n"), One("--nonsense\n"), One("--pre=1\n"), One("--index-url\n"), One("numpy --hash=md5:00\n"), One("numpy --hash=00\n"), One("-i 'unclosed\n"), One("numpy ; nonsense\n"), One("numpy[\n"), One("==1\n"),
        One("-e https://example.org/x.zip\n"), One("-r missing.txt\n"), One("numpy>=1.0[extra]\n"), One("--no\n"), One("@ https://x.example\n"), One("https://example.org/x.zip#egg=!!\n"),
        One("zope.interface\nPillow==10.*\nruamel.yaml===1.0\nx<2!1.0\n"),
        One("a>=1,<2 ; python_version >= '3.8' # c\nb==1.0+local\nc==1.0.post1;python_full_version<'3.11.0a6'\n"),
    ];

    private static (string Name, string Content)[] One(string content, params (string Name, string Content)[] more) => [("requirements.txt", content), .. more];
}
