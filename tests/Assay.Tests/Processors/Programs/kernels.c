// Prints what the processor goes by - on x86-64 the letters of CPUID and EAX of its leaf 1, on aarch64 MIDR_EL1 - and for each library which kernel it chose.
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#ifdef __x86_64__
#include <cpuid.h>
static void identity(void)
{
    unsigned int a, b, c, d;
    char maker[13] = { 0 };
    __cpuid(0, a, b, c, d);
    memcpy(maker, &b, 4);
    memcpy(maker + 4, &d, 4);
    memcpy(maker + 8, &c, 4);
    __cpuid(1, a, b, c, d);
    printf("%s %x\n", maker, a);
}
#else
static void identity(void)
{
    unsigned long midr;
    __asm__("mrs %0, MIDR_EL1" : "=r"(midr));
    printf("midr %lx\n", midr);
}
#endif
int main(int count, char **paths)
{
    identity();
    for (int i = 1; i < count; i++)
    {
        void *library = dlopen(paths[i], RTLD_NOW | RTLD_LOCAL);
        const char *prefixes[] = { "", "scipy_" }, *suffixes[] = { "", "64_" };
        for (int p = 0; library && p < 2; p++)
            for (int s = 0; s < 2; s++)
            {
                char name[64];
                snprintf(name, sizeof name, "%sopenblas_get_corename%s", prefixes[p], suffixes[s]);
                char *(*core)(void) = (char *(*)(void))dlsym(library, name);
                if (core) printf("%s\t%s\n", paths[i], core());
            }
        int (*query)(void) = library ? (int (*)(void))dlsym(library, "bli_arch_query_id") : 0;
        char *(*text)(int) = library ? (char *(*)(int))dlsym(library, "bli_arch_string") : 0;
        if (query && text) printf("%s\t%s\n", paths[i], text(query()));
        if (!library) fprintf(stderr, "%s\n", dlerror());
    }
}
