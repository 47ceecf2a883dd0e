// Initialisation in phases (PEP 489): PyInit only hands out the definition, the work is done by a function that it names.
//: plain_phases x86_64 gcc -O3
//: v3_phases x86_64 gcc -O3 -march=x86-64-v3
//: v3_clang_phases x86_64 clang -O3 -march=x86-64-v3
//: sve_phases aarch64 gcc -O3 -march=armv8.2-a+sve
//: v3_phases_method x86_64 gcc -O3 -march=x86-64-v3 -DLATER
#include "module.h"

#ifdef LATER
static void *call(void *self, void *arguments)
{
    WORK;
    return PyLong_FromLong(a[3]);
}

static Method methods[] = { { "call", call, 1, 0 }, { 0, 0, 0, 0 } };
static int execute(void *module) { return 0; }
#else
static Method methods[] = { { 0, 0, 0, 0 } };
static int execute(void *module)
{
    WORK;
    return 0;
}
#endif

static Slot slots[] = { { 2, (void *)execute }, { 0, 0 } };
static Definition phases = { 1, 0, 0, 0, 0, "m", 0, 0, methods, slots, 0, 0, 0 };

INIT
{
    return PyModuleDef_Init(&phases);
}
