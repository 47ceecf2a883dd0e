using Assay.Diagnostics;
using Assay.Examination.Repairing;
using Assay.Fixes;

namespace Assay.Tests.Examination.Repairing;

/// <summary>Plans over environments in memory: the fewest changes, in the owner's words, and the verdict on the files that would be there.</summary>
public sealed class RepairPlannerTests
{
    private const string Pip = "/home/ada/venv/bin/python -m pip", Wheels = " --only-binary :all: --no-index --find-links /wheels ";

    private const string Hollow = """
        ```target base=debian12
        import demo
        installed demo 1.0 requires=base>=1
        ```

        ```file path=demo/__init__.py
        from base import thing
        ```

        ```file path=base/cache.txt
        left behind
        ```
        """;

    [Fact]
    public void Nothing_is_put_right_where_nothing_is_broken()
    {
        using RepairFixture place = new("""
            ```target base=debian12
            import demo
            installed demo 1.0
            ```

            ```file path=demo/__init__.py
            x = 1
            ```
            """);
        RepairPlan plan = place.Plan();
        Assert.True(plan.IsHealthy);
        Assert.Empty(plan.Steps);
        Assert.False(plan.IsProven);
    }

    [Fact]
    public void A_package_of_which_only_leftovers_remain_is_added()
    {
        using RepairFixture place = new(Hollow);
        place.Offer("base", "1.2", "base/__init__.py", "thing = 1\n").Offer("demo", "1.0", "demo/__init__.py", "from base import thing\n", "base>=1");
        RepairPlan plan = place.Plan();
        Assert.False(plan.IsHealthy);
        Assert.Equal(VerdictKind.Fails, Assert.Single(plan.Before).Verdict.Kind);
        Assert.Equal("A506", plan.Causes[0].Code);
        Assert.Equal([Pip + " install --no-deps" + Wheels + "base==1.2"], RepairFixture.Commands(plan));
        PackageChange change = Assert.Single(plan.Steps[0].Changes);
        Assert.Equal(("base", null, "1.2"), (change.Name, change.From, change.To));
        Assert.True(plan.IsProven);
        Assert.Empty(plan.Reservations);
        Assert.Empty(plan.Worse);
        Assert.Equal(["base==1.2", "demo==1.0"], plan.Requirements.Order());
    }

    [Fact]
    public void A_wheel_that_is_as_broken_is_not_proposed()
    {
        using RepairFixture place = new(Hollow);
        place.Offer("base", "1.2", "base/other.py", "thing = 1\n");
        RepairPlan plan = place.Plan();
        Assert.False(plan.IsProven);
        Assert.Empty(RepairFixture.Commands(plan));
    }

    [Fact]
    public void A_source_that_has_nothing_is_said_to_have_nothing()
    {
        using RepairFixture place = new(Hollow);
        RepairPlan plan = place.Plan();
        Assert.Empty(RepairFixture.Commands(plan));
        Assert.Contains(plan.Reservations, line => line.Contains("no given source has files of base", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_no_wheel_is_a_reservation()
    {
        using RepairFixture place = new(Hollow);
        place.Machine.AddFile("/wheels/base-1.2-py3-none-any.whl", "no archive"u8.ToArray());
        RepairPlan plan = place.Plan();
        Assert.False(plan.IsProven);
        Assert.Contains(plan.Reservations, line => line.StartsWith("/wheels/base-1.2-py3-none-any.whl: ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_new_wheel_requires_comes_with_it()
    {
        using RepairFixture place = new(Hollow);
        place.Offer("base", "1.2", "base/__init__.py", "from ground import thing\n", "ground>=3", "never; python_version < '3'");
        place.Offer("ground", "2.0", "ground.py", "thing = 1\n").Offer("ground", "3.1", "ground.py", "thing = 1\n");
        RepairPlan plan = place.Plan();
        Assert.Equal([Pip + " install --no-deps" + Wheels + "base==1.2 ground==3.1"], RepairFixture.Commands(plan));
        Assert.True(plan.IsProven);
    }

    [Fact]
    public void The_version_is_one_that_everything_else_can_live_with()
    {
        using RepairFixture place = new("""
            ```target base=debian12
            import house
            installed house 3.1 requires=foundation<2
            installed shed 1.0 requires=foundation!=1.9
            installed foundation 2.0
            ```

            ```file path=house/__init__.py
            from foundation import beam
            ```

            ```file path=shed/__init__.py
            import foundation
            ```

            ```file path=foundation/__init__.py
            def girder(): pass
            ```
            """);
        foreach (string version in (string[])["1.8", "1.9", "2.0", "2.1"]) place.Offer("foundation", version, "foundation/__init__.py", version[0] == '1' ? "def beam(): pass\n" : "def girder(): pass\n");
        RepairPlan plan = place.Plan();
        Assert.Equal([Pip + " install --force-reinstall --no-deps" + Wheels + "foundation==1.8"], RepairFixture.Commands(plan));
        PackageChange change = Assert.Single(plan.Steps[0].Changes);
        Assert.Equal(("2.0", "1.8"), (change.From, change.To));
        Assert.True(plan.IsProven);
    }

    [Fact]
    public void Several_causes_become_one_command()
    {
        using RepairFixture place = new("""
            ```target base=debian12
            import demo
            installed demo 1.0 requires=base requires=ground
            ```

            ```file path=demo/__init__.py
            from base import thing
            import ground
            ```

            ```file path=base/cache.txt
            left behind
            ```
            """);
        place.Offer("base", "1.2", "base/__init__.py", "thing = 1\n").Offer("ground", "3.1", "ground.py", "thing = 1\n");
        RepairPlan plan = place.Plan();
        Assert.Equal([Pip + " install --no-deps" + Wheels + "base==1.2 ground==3.1"], RepairFixture.Commands(plan));
        Assert.Equal(["A506", "A601"], plan.Steps[0].Codes);
        Assert.True(plan.IsProven);
    }

    [Fact]
    public void What_works_now_and_would_not_afterwards_is_told()
    {
        using RepairFixture place = new("""
            ```target base=debian12
            import house
            installed house 3.1
            installed shed 1.0
            installed foundation 2.0
            ```

            ```file path=house/__init__.py
            from foundation import beam
            ```

            ```file path=shed/__init__.py
            from foundation import girder
            ```

            ```file path=foundation/__init__.py
            def girder(): pass
            ```

            ```file path=house-3.1.dist-info/METADATA later=yes
            Metadata-Version: 2.1
            Name: house
            Version: 3.1
            Requires-Dist: foundation<2
            ```
            """);
        place.Offer("foundation", "1.8", "foundation/__init__.py", "def beam(): pass\n");
        RepairPlan plan = place.Plan();
        Assert.Equal(["shed"], plan.Worse);
        Assert.False(plan.IsProven);
    }

    [Fact]
    public void A_file_that_hides_a_module_is_renamed_and_nothing_installed()
    {
        using RepairFixture place = new("""
            ```target base=debian12
            import demo
            installed demo 1.0
            ```

            ```file path=demo/__init__.py
            from base import thing
            ```

            ```file path=base/__init__.py
            thing = 1
            ```

            ```file path=/home/ada/base.py
            mine = 1
            ```
            """);
        RepairPlan plan = place.Plan();
        Assert.Equal("A602", plan.Causes[0].Code);
        Assert.Equal(["mv /home/ada/base.py /home/ada/my_base.py"], RepairFixture.Commands(plan));
        Assert.True(plan.IsProven);
        Assert.Empty(plan.Requirements);
    }

    [Fact]
    public void A_stray_file_that_nobody_owns_goes_with_a_new_environment()
    {
        using RepairFixture place = new("""
            ```target base=debian12
            import demo
            installed demo 1.0 requires=base
            installed base 1.2
            ```

            ```file path=demo/__init__.py
            import helper_of_base
            ```

            ```file path=base/__init__.py
            thing = 1
            ```

            ```file path=helper_of_base.py
            raise RuntimeError("left by an experiment")
            ```
            """);
        place.Offer("base", "1.2", new Dictionary<string, string> { ["base/__init__.py"] = "thing = 1\n", ["helper_of_base/__init__.py"] = "" });
        place.Offer("demo", "1.0", "demo/__init__.py", "import helper_of_base\n", "base");
        RepairPlan plan = place.Plan();
        Assert.True(plan.IsProven);
        Assert.Equal(["base==1.2", "demo==1.0"], plan.Requirements.Order());
    }

    [Theory]
    [InlineData("poetry.lock", OwnerKind.Poetry, "poetry --directory /home/ada add base")]
    [InlineData("pdm.lock", OwnerKind.Pdm, "pdm add --project /home/ada base")]
    [InlineData("uv.lock", OwnerKind.UvProject, "uv add --project /home/ada base")]
    public void A_project_is_put_right_by_its_own_tool_and_judged_all_the_same(string file, OwnerKind kind, string command)
    {
        using RepairFixture place = new(Hollow);
        place.Machine.AddFile("/home/ada/" + file, "");
        place.Offer("base", "1.2", "base/__init__.py", "thing = 1\n");
        RepairPlan plan = place.Plan();
        Assert.Equal(kind, plan.Owner!.Kind);
        Assert.Equal([command], RepairFixture.Commands(plan));
        Assert.True(plan.IsProven);
        Assert.Empty(plan.Requirements);
    }

    [Fact]
    public void For_another_machine_the_packages_are_installed_there()
    {
        using RepairFixture place = new("""
            ```target base=debian12
            import demo
            for linux-glibc2.36-aarch64
            installed demo 1.0
            ```

            ```elf path=demo/__init__.cpython-311-x86_64-linux-gnu.so
            elf x86_64 shared
            offers PyInit_demo
            ```
            """);
        place.Offer("demo", "1.0", "demo/__init__.py", "x = 1\n");
        RepairPlan plan = place.Plan();
        Assert.Equal(["python3.11 -m venv .venv", ".venv/bin/python -m pip install" + Wheels + "demo==1.0"], RepairFixture.Commands(plan));
        Assert.False(plan.IsProven);
        Assert.Contains(plan.Reservations, line => line.StartsWith("this environment is for another system than linux-glibc2.36-aarch64", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_package_manager_of_the_system_brings_is_not_guessed()
    {
        using RepairFixture place = new("""
            ```target base=debian12
            import demo
            installed demo 1.0
            ```

            ```elf path=demo/__init__.cpython-311-x86_64-linux-gnu.so
            elf x86_64 shared
            needs libgfortran.so.5
            offers PyInit_demo
            ```
            """);
        RepairPlan plan = place.Plan();
        Assert.Equal(["apt-get install libgfortran5"], RepairFixture.Commands(plan));
        Assert.False(plan.IsProven);
        Assert.Contains(plan.Reservations, line => line.Contains("could not be read beforehand", StringComparison.Ordinal));
    }

    // METADATA is whatever its maker wrote: a name that is an option of the installer must not reach a command.
    [Fact]
    public void A_name_that_is_an_option_reaches_no_command()
    {
        using RepairFixture place = new("""
            ```target base=debian12
            import demo
            installed demo 1.0
            installed base 1.2
            ```

            ```file path=demo/__init__.py
            from base import thing
            ```

            ```elf path=base/__init__.cpython-312-x86_64-linux-gnu.so
            elf x86_64 shared
            offers PyInit_base
            ```

            ```file path=base-1.2.dist-info/METADATA later=yes
            Metadata-Version: 2.1
            Name: --index-url=http://elsewhere
            Version: 1.2
            ```
            """);
        place.Offer("demo", "1.0", "demo/__init__.py", "");
        RepairPlan plan = place.Plan();
        Assert.DoesNotContain(RepairFixture.Commands(plan).Concat(plan.Requirements), line => line.Contains("elsewhere", StringComparison.Ordinal));
    }
}
