// Prints what the processor says of itself: on x86-64 lines of leaf, EAX, EBX, ECX, EDX; on aarch64 one line of AT_HWCAP and AT_HWCAP2. All hexadecimal.
#include <stdio.h>
#ifdef __x86_64__
#include <cpuid.h>
int main(void)
{
    unsigned int leaves[] = { 1, 7, 0x80000001 };
    for (int i = 0; i < 3; i++)
    {
        unsigned int a = 0, b = 0, c = 0, d = 0;
        __get_cpuid_count(leaves[i], 0, &a, &b, &c, &d);
        printf("%x %x %x %x %x\n", leaves[i], a, b, c, d);
    }
}
#else
#include <sys/auxv.h>
int main(void) { printf("%lx %lx\n", getauxval(AT_HWCAP), getauxval(AT_HWCAP2)); }
#endif
