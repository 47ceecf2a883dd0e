// Modules of 32-bit Arm, one for each WHAT. The last column is what is said of them for an Armv6: dies, open or nothing.
// All but those named "whole" have much code besides that every processor knows.
//: constant armv7-a dies
//: constant armv6k nothing
//: initialiser armv7-a dies
//: initialiser armv6k nothing
//: checked armv7-a dies
//: checked armv6k nothing
//: nested armv7-a dies
//: slot armv7-a dies
//: slot armv6k nothing
//: condition armv7-a open
//: pointer armv7-a open
//: chooser armv6k nothing
//: choosing armv7-a,-DWHOLE open
//: condition armv7-a,-DWHOLE dies
//: failing armv7-a,-DWHOLE open
//: indirect armv7-a,-DWHOLE nothing
//: constant armv7-a,-mthumb open
//: constant armv6k,-mthumb nothing
#define constant 1
#define initialiser 2
#define checked 3
#define nested 4
#define slot 5
#define condition 6
#define pointer 7
#define chooser 8
#define choosing 9
#define failing 10
#define indirect 11
typedef struct { int id; void *function; } Slot;
typedef struct { int base[5]; const char *name, *doc; int size; void *methods; const Slot *slots; void *rest[3]; } Definition;

void *PyModule_Create2(void *definition, int version);
void *PyModuleDef_Init(void *definition);
unsigned long getauxval(unsigned long kind);
volatile int memory;

#if WHAT == slot
static int fill(void *module) { memory = 0x12345; return 0; }
static const Slot slots[] = { {2, fill}, {0, 0} };
static Definition definition = { {1}, "demo", 0, 0, 0, slots };
#else
static Definition definition = { {1}, "demo" };
#endif

#ifndef WHOLE
#ifdef __thumb__
asm(".text\n.rept 4000\nmov r1, r1\n.endr\n");
#else
asm(".text\n.arm\n.rept 4000\nmov r1, r1\n.endr\n");
#endif
#endif

#if WHAT == constant
void *PyInit_demo(void) {
    memory = 0x12345;
    return PyModule_Create2(&definition, 1013);
}
#elif WHAT == initialiser
__attribute__((constructor)) static void first(void) { memory = 0x12345; }
void *PyInit_demo(void) { return PyModule_Create2(&definition, 3); }
#elif WHAT == checked
void *PyInit_demo(void) {
    if (!PyModule_Create2(&definition, 3)) return 0;
    memory = 0x12345;
    return &definition;
}
#elif WHAT == nested
__attribute__((noinline)) static void inner(void) { memory = 0x12345; }
void *PyInit_demo(void) {
    if (memory) inner();
    else memory = 0x54321;
    return PyModule_Create2(&definition, 3);
}
#elif WHAT == slot
void *PyInit_demo(void) {
    return PyModuleDef_Init(&definition);
}
#elif WHAT == condition
#ifdef WHOLE
#define SEVEN 0
#else
#define SEVEN 7
#endif
void *PyInit_demo(void) {
    if (memory == SEVEN) asm volatile("movw r3, #4660" : : : "r3");
    return PyModule_Create2(&definition, 3);
}
#elif WHAT == failing
void *PyInit_demo(void) {
    void *module = PyModule_Create2(&definition, 3);
    if (module) return module;
    asm volatile("movw r3, #4660" : : : "r3");
    return 0;
}
#elif WHAT == pointer
static void later(void) { asm volatile("movw r3, #4660" : : : "r3"); }
void (*volatile kept)(void) = later;
void *PyInit_demo(void) { return PyModule_Create2(&definition, 3); }
#elif WHAT == chooser
void *PyInit_demo(void) {
    if (getauxval(16) & 4096) asm volatile(".arch armv7-a\n.fpu neon\nvadd.i32 q0, q0, q0\nmovw r3, #4660\n.arch armv6k\n" : : : "r3");
    return PyModule_Create2(&definition, 3);
}
#elif WHAT == choosing
void *PyInit_demo(void) {
    if (getauxval(16) & 4096) asm volatile("movw r3, #4660" : : : "r3");
    return PyModule_Create2(&definition, 3);
}
#elif WHAT == indirect
static void newer(void) { asm volatile("movw r3, #4660" : : : "r3"); }
static void older(void) { }
static void *choose(unsigned long has) { return has & 4096 ? newer : older; }
void chosen(void) __attribute__((ifunc("choose")));
void *PyInit_demo(void) { return PyModule_Create2(&definition, 3); }
#endif
